/**
 * The host's side of a channel: resolve, authorize, connect, and pass bytes with back-pressure. On
 * Netty.
 */
@NullMarked
package io.rdgateway.relay;

import org.jspecify.annotations.NullMarked;
