/** From the first byte of a connection to the end of the sign-in over HTTP. */
@NullMarked
package io.rdgateway.transport.http;

import org.jspecify.annotations.NullMarked;
