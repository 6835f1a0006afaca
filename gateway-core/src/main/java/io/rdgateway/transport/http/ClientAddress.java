/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.http;

import io.rdgateway.Limits;
import io.rdgateway.TrustedProxies;
import io.rdgateway.protocol.BadRequestException;
import io.rdgateway.protocol.ForwardedHops;
import io.rdgateway.protocol.RequestHead;
import io.rdgateway.transport.Admission;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection: known from its beginning, or named by a proxy with each
 * request. Belongs to the connection's event loop.
 */
public final class ClientAddress {
  private final @Nullable TrustedProxies proxies;
  private final Admission.@Nullable Place place;

  /** The proxy until the first request has named the client. */
  private InetSocketAddress address;

  private boolean named;

  private ClientAddress(
      InetSocketAddress address,
      @Nullable TrustedProxies proxies,
      Admission.@Nullable Place place) {
    this.address = address;
    this.proxies = proxies;
    this.place = place;
  }

  /** The address of a client that has a place. */
  public static ClientAddress known(InetSocketAddress client) {
    return new ClientAddress(client, null, null);
  }

  /**
   * The address that requests are going to tell.
   *
   * @param proxy who is connected
   * @param place waits for its client
   */
  public static ClientAddress forwarded(
      InetSocketAddress proxy, TrustedProxies proxies, Admission.Place place) {
    return new ClientAddress(proxy, proxies, place);
  }

  InetSocketAddress get() {
    return address;
  }

  /**
   * Looks at a request.
   *
   * @return false if the limits leave no place for its client
   * @throws BadRequestException if it does not say whose it is, or it is another client's than the
   *     request before
   */
  boolean accepts(RequestHead head, Limits limits) throws BadRequestException {
    if (proxies == null || place == null) {
      return true;
    }
    InetSocketAddress client = client(head, proxies);
    if (named) {
      if (!client.getAddress().equals(address.getAddress())) {
        throw new BadRequestException(
            "the proxy uses one connection for several clients; let it open one for each");
      }
      return true;
    }
    named = true;
    address = client;
    return place.settle(client, limits);
  }

  /** The last hop that is no proxy of ours, or the first of all if they all are. */
  private static InetSocketAddress client(RequestHead head, TrustedProxies proxies)
      throws BadRequestException {
    boolean standard = proxies.statement() == TrustedProxies.Statement.FORWARDED;
    List<String> values = head.all(standard ? "forwarded" : "x-forwarded-for");
    List<Optional<InetSocketAddress>> hops =
        standard ? ForwardedHops.ofForwarded(values) : ForwardedHops.ofXForwardedFor(values);
    InetSocketAddress client = null;
    for (int i = hops.size() - 1; i >= 0; i--) {
      client = hops.get(i).orElse(null);
      if (client == null || !proxies.trusts(client.getAddress())) {
        break;
      }
    }
    if (client == null) {
      throw new BadRequestException(
          "the proxy does not say who the client is; let it set "
              + (standard ? "Forwarded" : "X-Forwarded-For"));
    }
    return client;
  }
}
