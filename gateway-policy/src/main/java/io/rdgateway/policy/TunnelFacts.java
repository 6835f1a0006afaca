/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.AuthScheme;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What connection rules look at. */
record TunnelFacts(
    Identity who,
    AuthScheme scheme,
    @Nullable InetAddress clientAddress,
    String clientName,
    Instant now) {}
