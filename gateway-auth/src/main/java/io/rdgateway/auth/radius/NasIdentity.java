/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.rdgateway.spi.ConnectionInfo;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How this gateway names itself to RADIUS servers, and its sessions. A connection policy and the
 * accounting that belongs to it share one, so that a server can join their records. Immutable.
 */
public final class NasIdentity {
  private final byte[] identifier;
  private final @Nullable InetAddress address;
  private final String sessions;

  private NasIdentity(String identifier, @Nullable InetAddress address) {
    this.identifier = identifier.getBytes(StandardCharsets.UTF_8);
    this.address = address;
    if (this.identifier.length == 0 || this.identifier.length > Attribute.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a NAS-Identifier has 1 to 253 bytes in UTF-8, not " + this.identifier.length);
    }
    byte[] random = new byte[6];
    new SecureRandom().nextBytes(random);
    sessions = HexFormat.of().formatHex(random);
  }

  /**
   * A gateway by name.
   *
   * @param identifier NAS-Identifier, 1 to 253 bytes in UTF-8, for example the gateway's host name
   * @return the identity
   * @throws IllegalArgumentException if the name is empty or too long
   */
  public static NasIdentity of(String identifier) {
    return new NasIdentity(identifier, null);
  }

  /**
   * A gateway by name and address.
   *
   * @param identifier NAS-Identifier, 1 to 253 bytes in UTF-8
   * @param address NAS-IP-Address or NAS-IPv6-Address
   * @return the identity
   * @throws IllegalArgumentException if the name is empty or too long
   */
  public static NasIdentity of(String identifier, InetAddress address) {
    return new NasIdentity(identifier, address);
  }

  /** Acct-Session-Id of a tunnel: other than any of this process, or of another start of it. */
  String sessionId(ConnectionInfo connection) {
    return sessions + "-" + connection.id();
  }

  void write(RequestWriter out) {
    out.add(AttributeType.NAS_IDENTIFIER, identifier);
    if (address instanceof Inet4Address) {
      out.add(AttributeType.NAS_IP_ADDRESS, address.getAddress());
    } else if (address instanceof Inet6Address) {
      out.add(AttributeType.NAS_IPV6_ADDRESS, address.getAddress());
    }
    out.number(AttributeType.NAS_PORT_TYPE, AttributeType.PORT_TYPE_VIRTUAL);
  }

  @Override
  public String toString() {
    return "NasIdentity[" + new String(identifier, StandardCharsets.UTF_8) + "]";
  }
}
