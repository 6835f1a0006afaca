/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import org.jspecify.annotations.Nullable;

/**
 * The question to a connection policy: may this user open a tunnel?
 *
 * @param principal who asks
 * @param connection the client's connection
 * @param clientName the name of the client's machine as the client states it; unverified
 * @param capabilities what the client and this gateway can do both
 * @param occasion what the question is for
 * @param currentGrant what the tunnel holds at a reauthentication or review; null at {@link
 *     Occasion#OPEN}
 */
public record TunnelRequest(
    UserPrincipal principal,
    ConnectionInfo connection,
    String clientName,
    Capabilities capabilities,
    Occasion occasion,
    @Nullable TunnelGrant currentGrant) {}
