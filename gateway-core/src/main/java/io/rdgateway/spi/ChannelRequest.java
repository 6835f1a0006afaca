/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.net.InetSocketAddress;

/**
 * The question to a resource policy: may this user reach this host and port? Asked once per
 * resolved address; the relay connects to exactly the address that was allowed.
 *
 * @param principal who asks
 * @param connection the client's connection
 * @param requestedName the name that the client asked for, normalised: lower-case, without trailing
 *     dot or brackets
 * @param target the resolved address and port
 * @param port the port that the client asked for; {@code target} has another one only if the
 *     resolver says so
 * @param occasion what the question is for
 */
public record ChannelRequest(
    UserPrincipal principal,
    ConnectionInfo connection,
    String requestedName,
    InetSocketAddress target,
    int port,
    Occasion occasion) {}
