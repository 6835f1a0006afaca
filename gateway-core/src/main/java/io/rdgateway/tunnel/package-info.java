/**
 * The state machine of a tunnel over HTTP (MS-TSGU 3.3), pure: packets, answers and time go in,
 * actions come out. It knows no socket, clock or thread. WebSocket and two-channel HTTP share it;
 * they differ only in framing.
 */
@NullMarked
package io.rdgateway.tunnel;

import org.jspecify.annotations.NullMarked;
