/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.standalone.config.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whether a host behind the gateway is there and answers like one for RDP.
 *
 * @param announced which hosts want to hear of the client first, by the PROXY protocol; they are
 *     not asked more
 */
record HostCheck(HostAndPort host, Predicate<InetAddress> announced, Network network)
    implements Check {
  /**
   * The first bytes of every RDP connection: a connection request of X.224 in a TPKT, which offers
   * TLS and CredSSP (MS-RDPBCGR 2.2.1.1).
   */
  private static final byte[] CONNECTION_REQUEST =
      HexFormat.of().parseHex("03000013" + "0ee00000000000" + "0100080003000000");

  private static final int TPKT = 3;
  private static final int CONNECTION_CONFIRM = 0xD0;
  private static final int TYPE_AT = 5;
  private static final int ANSWER_HEAD = 7;

  @Override
  public String subject() {
    return "host " + host;
  }

  @Override
  public List<Finding> look() {
    InetAddress address;
    try {
      address = network.addresses(host.host()).get(0);
    } catch (IOException e) {
      return List.of(
          Finding.warning(
              "The name " + host.host() + ", which a policy opens, cannot be found.",
              "correct it in the policy, or add it to the DNS that this machine asks"));
    }
    try (Network.Wire wire = network.connect(new InetSocketAddress(address, host.port()))) {
      return List.of(answer(wire, address));
    } catch (IOException e) {
      return List.of(
          Finding.warning(
              host
                  + " at "
                  + address.getHostAddress()
                  + " cannot be reached ("
                  + Failures.words(e)
                  + ").",
              "see whether it is switched on, and what the firewalls between allow"));
    }
  }

  private Finding answer(Network.Wire wire, InetAddress address) {
    if (announced.test(address)) {
      return Finding.ok(host + " at " + address.getHostAddress() + " takes connections.");
    }
    try {
      wire.out().write(CONNECTION_REQUEST);
      wire.out().flush();
      byte[] head = wire.in().readNBytes(ANSWER_HEAD);
      if (head.length == ANSWER_HEAD
          && head[0] == TPKT
          && (head[TYPE_AT] & 0xF0) == CONNECTION_CONFIRM) {
        return Finding.ok(host + " at " + address.getHostAddress() + " answers as an RDP host.");
      }
    } catch (IOException e) {
      return silent("says nothing to an RDP client (" + Failures.words(e) + ")");
    }
    return silent("does not answer like an RDP host");
  }

  private Finding silent(String what) {
    return Finding.warning(
        host + " takes connections, but " + what + ".", "see what listens on this port there");
  }
}
