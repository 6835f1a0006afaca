/** Where users are kept, and the hashes of their passwords. */
@NullMarked
package io.rdgateway.auth.store;

import org.jspecify.annotations.NullMarked;
