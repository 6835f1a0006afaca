/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.TransportKind;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway said while the tunnel was opened.
 *
 * @param transport how the tunnel travels; after a fallback not what was asked for
 * @param tunnelId the gateway's number of the tunnel; 0 if it named none
 * @param capabilities what both sides can do
 * @param disabledRedirections what an RDP client on top must switch off (MS-TSGU 2.2.10.17)
 * @param idleTimeout how long the channel may carry nothing before the application has to close it,
 *     in whole minutes; zero for ever. Gateways may end it themselves
 * @param consentMessage the text that the application agreed to; null if there was none
 */
public record TunnelTerms(
    TransportKind transport,
    int tunnelId,
    Capabilities capabilities,
    Set<Redirection> disabledRedirections,
    Duration idleTimeout,
    @Nullable String consentMessage) {

  /** Copies the set. */
  public TunnelTerms {
    disabledRedirections = Set.copyOf(disabledRedirections);
  }
}
