/**
 * Wire formats, pure: bytes in, values out. One record for each control packet of MS-TSGU 2.2.10,
 * the reader and writer for them, result codes, and the streaming readers that find packets in
 * WebSocket frames and HTTP chunks.
 *
 * <p>Nothing here touches a socket, a clock or a thread, so that everything can be driven by bytes
 * alone.
 */
@NullMarked
package io.rdgateway.protocol;

import org.jspecify.annotations.NullMarked;
