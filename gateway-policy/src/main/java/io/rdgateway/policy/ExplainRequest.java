/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who might come: the question to {@link RulePolicy#explain}.
 *
 * @param principal user, groups, attributes and sign-in scheme
 * @param clientAddress where the connection would come from; null is in no network
 * @param clientName what the client's machine would call itself
 * @param host the name or address that the client would ask for; normalised
 * @param address what the host resolves to; null if that is not known, and then no address or range
 *     covers it unless the host is an address itself
 * @param port the port that the client would ask for
 * @param at when
 */
public record ExplainRequest(
    UserPrincipal principal,
    @Nullable InetAddress clientAddress,
    String clientName,
    String host,
    @Nullable InetAddress address,
    int port,
    Instant at) {

  /** Normalises the host; one that is an address needs no other. */
  public ExplainRequest {
    host = HostNames.normalise(host);
    if (address == null) {
      address = AddressText.parse(host);
    }
  }

  /**
   * A question without a client and without what the host resolves to.
   *
   * @param principal user, groups, attributes and sign-in scheme
   * @param host the name or address that the client would ask for
   * @param port the port that the client would ask for
   * @param at when
   * @return the question
   */
  public static ExplainRequest of(UserPrincipal principal, String host, int port, Instant at) {
    return new ExplainRequest(principal, null, "", host, null, port, at);
  }

  /**
   * The same question from a client.
   *
   * @param clientAddress where the connection would come from; null is in no network
   * @param clientName what the client's machine would call itself
   * @return the question
   */
  public ExplainRequest from(@Nullable InetAddress clientAddress, String clientName) {
    return new ExplainRequest(principal, clientAddress, clientName, host, address, port, at);
  }

  /**
   * The same question about a host that resolves to an address.
   *
   * @param resolved what the host resolves to
   * @return the question
   */
  public ExplainRequest resolvedTo(InetAddress resolved) {
    return new ExplainRequest(principal, clientAddress, clientName, host, resolved, port, at);
  }
}
