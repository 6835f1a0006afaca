/** Authenticators that need no network, and how they are put together. */
@NullMarked
package io.rdgateway.auth;

import org.jspecify.annotations.NullMarked;
