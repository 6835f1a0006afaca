/** The WebSocket transport: one upgraded connection carries both directions. */
@NullMarked
package io.rdgateway.transport.websocket;

import org.jspecify.annotations.NullMarked;
