/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.spi.Capabilities;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway said about a tunnel.
 *
 * @param tunnelId its id there; 0 if it gave none
 * @param capabilities what both sides can do
 * @param redirectionFlags HTTP_TUNNEL_REDIR_FLAGS (MS-TSGU 2.2.5.3.8); 0 if it gave none
 * @param idleTimeout zero for none
 * @param consentMessage the text that a user would have to agree to; null without one
 */
public record TunnelInfo(
    int tunnelId,
    Capabilities capabilities,
    int redirectionFlags,
    Duration idleTimeout,
    @Nullable String consentMessage) {}
