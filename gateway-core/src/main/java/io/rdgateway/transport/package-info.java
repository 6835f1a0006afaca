/**
 * The client's side: the listener, what all transports share, and the tunnel session that joins
 * machine, client and host. On Netty.
 */
@NullMarked
package io.rdgateway.transport;

import org.jspecify.annotations.NullMarked;
