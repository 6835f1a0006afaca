/** TLS on Netty: contexts, handlers and channel bindings of the server's side. */
@NullMarked
package io.rdgateway.transport.tls;

import org.jspecify.annotations.NullMarked;
