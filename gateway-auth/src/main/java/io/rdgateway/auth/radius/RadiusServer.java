/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.net.InetSocketAddress;

/** One RADIUS server and how to treat it. Immutable. */
public final class RadiusServer {
  private final InetSocketAddress address;
  private final SharedSecret secret;
  private final int priority;
  private final int weight;
  private final RadiusTiming timing;
  private final boolean statusChecks;
  private final boolean messageAuthenticatorRequired;

  private RadiusServer(Builder builder) {
    address = builder.address;
    secret = builder.secret;
    priority = builder.priority;
    weight = builder.weight;
    timing = builder.timing;
    statusChecks = builder.statusChecks;
    messageAuthenticatorRequired = builder.messageAuthenticatorRequired;
  }

  /**
   * A server with the default timing.
   *
   * @param address resolved; port 1812 is usual for sign-ins, 1813 for accounting
   * @param secret shared with this server
   * @return the server
   */
  public static RadiusServer of(InetSocketAddress address, SharedSecret secret) {
    return builder(address, secret).build();
  }

  /**
   * A server to be.
   *
   * @param address resolved; port 1812 is usual for sign-ins, 1813 for accounting
   * @param secret shared with this server
   * @return a builder
   * @throws IllegalArgumentException if the address is not resolved
   */
  public static Builder builder(InetSocketAddress address, SharedSecret secret) {
    return new Builder(address, secret);
  }

  InetSocketAddress address() {
    return address;
  }

  SharedSecret secret() {
    return secret;
  }

  int priority() {
    return priority;
  }

  int weight() {
    return weight;
  }

  RadiusTiming timing() {
    return timing;
  }

  boolean statusChecks() {
    return statusChecks;
  }

  boolean messageAuthenticatorRequired() {
    return messageAuthenticatorRequired;
  }

  @Override
  public String toString() {
    return "RADIUS server " + address;
  }

  /** Builds a server. Not thread-safe. */
  public static final class Builder {
    private final InetSocketAddress address;
    private final SharedSecret secret;
    private int priority;
    private int weight = 1;
    private RadiusTiming timing = RadiusTiming.defaults();
    private boolean statusChecks;
    private boolean messageAuthenticatorRequired = true;

    private Builder(InetSocketAddress address, SharedSecret secret) {
      if (address.isUnresolved()) {
        throw new IllegalArgumentException(
            "the name of the RADIUS server " + address.getHostString() + " does not resolve");
      }
      this.address = address;
      this.secret = secret;
    }

    /**
     * Which servers come first.
     *
     * @param value the lowest goes first; others only where none of it is left; 0 unless set
     * @return this
     */
    public Builder priority(int value) {
      priority = value;
      return this;
    }

    /**
     * How requests are shared among servers of one priority.
     *
     * @param value 1 to 1000; 1 unless set
     * @return this
     */
    public Builder weight(int value) {
      if (value < 1 || value > 1000) {
        throw new IllegalArgumentException("a weight is 1 to 1000, not " + value);
      }
      weight = value;
      return this;
    }

    /**
     * How long to wait.
     *
     * @param value {@link RadiusTiming#defaults} unless set
     * @return this
     */
    public Builder timing(RadiusTiming value) {
      timing = value;
      return this;
    }

    /**
     * Whether the server is asked by Status-Server (RFC 5997) if it lives while it leaves a request
     * unanswered, and before a dead one is used again. Finds a dead server in seconds even where
     * users are given a minute. FreeRADIUS answers; Microsoft's NPS does not.
     *
     * @param value false unless set
     * @return this
     */
    public Builder statusChecks(boolean value) {
      statusChecks = value;
      return this;
    }

    /**
     * Takes replies without Message-Authenticator from this server, for one that cannot be updated.
     * Whoever can change packets between gateway and server turns its refusals into permissions
     * (CVE-2024-3596); a permanent warning is logged. One that is there is checked all the same.
     *
     * @return this
     */
    public Builder insecureAllowMissingMessageAuthenticator() {
      messageAuthenticatorRequired = false;
      return this;
    }

    /**
     * Builds it.
     *
     * @return the server
     */
    public RadiusServer build() {
      return new RadiusServer(this);
    }
  }
}
