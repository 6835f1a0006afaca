/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

/** One packet of the HTTP transports (MS-TSGU 2.2.10). */
public sealed interface HttpPacket
    permits HandshakeRequest,
        HandshakeResponse,
        ExtendedAuthMessage,
        TunnelCreate,
        TunnelResponse,
        TunnelAuth,
        TunnelAuthResponse,
        ChannelCreate,
        ChannelResponse,
        DataPacket,
        ServiceMessage,
        ReauthMessage,
        Keepalive,
        CloseChannel,
        CloseChannelResponse {

  /** Its type. */
  PacketType type();

  /** The whole packet as bytes, header included. */
  byte[] encode();
}
