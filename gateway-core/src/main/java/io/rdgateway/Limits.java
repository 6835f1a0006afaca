/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import java.time.Duration;

/**
 * Every bound that core enforces. Counts are checked when something is added, so a smaller limit on
 * a running gateway ends nothing that is there. Times are one millisecond to 365 days unless zero
 * has a meaning.
 *
 * @param maxHeadBytes bytes of a request's head, 1 KiB to 1 MiB; Kerberos tickets with many groups
 *     need more than 16 KiB
 * @param maxSignInRounds requests that one connection may spend on a sign-in
 * @param maxFailedSignIns refused sign-ins after which a connection is closed
 * @param maxUnauthenticated connections in all that have not signed in yet
 * @param maxUnauthenticatedPerAddress the same for one client address (an IPv6 /64 counts as one);
 *     an office sits behind one address
 * @param maxTunnels tunnels in all; 0 refuses new ones
 * @param maxTunnelsPerUser tunnels of one user
 * @param maxTunnelsPerAddress tunnels from one client address
 * @param maxChannelsPerResource channels to one host and port
 * @param maxChannelAttempts CHANNEL_CREATE packets in one tunnel
 * @param maxUnknownPackets packets of unknown types that are ignored in one tunnel
 * @param tlsHandshakeTime from the accepted connection to the end of the TLS handshake
 * @param requestTime from the end of the TLS handshake, or the last answer, to the next complete
 *     request head
 * @param signInTime for all of the sign-in over HTTP, and again for one inside the tunnel
 * @param pairingTime from RDG_OUT_DATA to the RDG_IN_DATA that belongs to it
 * @param handshakeTime from the open transport to HANDSHAKE_REQUEST
 * @param tunnelTime for each further packet until the tunnel is authorized
 * @param consentTime for the user to read a consent message
 * @param authorizationTime for the connection policy, second factor included
 * @param channelTime from the authorized tunnel, or a closed channel, to CHANNEL_CREATE
 * @param connectTime for resolving, authorizing and connecting all names of a channel
 * @param reauthenticationTime from REAUTH_MESSAGE to the end of the client's reauthentication; 1 to
 *     3 minutes is usual
 * @param closeTime for the answer to CLOSE_CHANNEL, and for the end of a closing connection
 * @param stallTime that one side may refuse to take bytes that wait for it
 * @param keepAliveTime without a packet to the client after which KEEPALIVE is sent; zero for never
 * @param deadPeerTime that the machine of a client or host may answer nothing, not even a probe of
 *     TCP, before its connection ends; zero for as long as the system lets it
 */
public record Limits(
    int maxHeadBytes,
    int maxSignInRounds,
    int maxFailedSignIns,
    int maxUnauthenticated,
    int maxUnauthenticatedPerAddress,
    int maxTunnels,
    int maxTunnelsPerUser,
    int maxTunnelsPerAddress,
    int maxChannelsPerResource,
    int maxChannelAttempts,
    int maxUnknownPackets,
    Duration tlsHandshakeTime,
    Duration requestTime,
    Duration signInTime,
    Duration pairingTime,
    Duration handshakeTime,
    Duration tunnelTime,
    Duration consentTime,
    Duration authorizationTime,
    Duration channelTime,
    Duration connectTime,
    Duration reauthenticationTime,
    Duration closeTime,
    Duration stallTime,
    Duration keepAliveTime,
    Duration deadPeerTime) {

  private static final Duration MAX_TIME = Duration.ofDays(365);

  /** Checks the ranges. */
  public Limits {
    range("maxHeadBytes", maxHeadBytes, 1024, 1 << 20);
    range("maxSignInRounds", maxSignInRounds, 1, Integer.MAX_VALUE);
    range("maxFailedSignIns", maxFailedSignIns, 1, Integer.MAX_VALUE);
    range("maxUnauthenticated", maxUnauthenticated, 1, Integer.MAX_VALUE);
    range("maxUnauthenticatedPerAddress", maxUnauthenticatedPerAddress, 1, Integer.MAX_VALUE);
    range("maxTunnels", maxTunnels, 0, Integer.MAX_VALUE);
    range("maxTunnelsPerUser", maxTunnelsPerUser, 0, Integer.MAX_VALUE);
    range("maxTunnelsPerAddress", maxTunnelsPerAddress, 0, Integer.MAX_VALUE);
    range("maxChannelsPerResource", maxChannelsPerResource, 0, Integer.MAX_VALUE);
    range("maxChannelAttempts", maxChannelAttempts, 1, Integer.MAX_VALUE);
    range("maxUnknownPackets", maxUnknownPackets, 0, Integer.MAX_VALUE);
    time("tlsHandshakeTime", tlsHandshakeTime, false);
    time("requestTime", requestTime, false);
    time("signInTime", signInTime, false);
    time("pairingTime", pairingTime, false);
    time("handshakeTime", handshakeTime, false);
    time("tunnelTime", tunnelTime, false);
    time("consentTime", consentTime, false);
    time("authorizationTime", authorizationTime, false);
    time("channelTime", channelTime, false);
    time("connectTime", connectTime, false);
    time("reauthenticationTime", reauthenticationTime, false);
    time("closeTime", closeTime, false);
    time("stallTime", stallTime, false);
    time("keepAliveTime", keepAliveTime, true);
    time("deadPeerTime", deadPeerTime, true);
  }

  private static void range(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be " + min + " to " + max + ", not " + value);
    }
  }

  private static void time(String name, Duration value, boolean zeroAllowed) {
    if (value.compareTo(MAX_TIME) > 0
        || (value.compareTo(Duration.ofMillis(1)) < 0 && !(zeroAllowed && value.isZero()))) {
      throw new IllegalArgumentException(
          name + " must be one millisecond to " + MAX_TIME.toDays() + " days, not " + value);
    }
  }

  /**
   * The limits that fit most gateways.
   *
   * @return the defaults
   */
  public static Limits defaults() {
    return new Builder().build();
  }

  /**
   * These limits, to be changed.
   *
   * @return a builder that holds them
   */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.maxHeadBytes = maxHeadBytes;
    builder.maxSignInRounds = maxSignInRounds;
    builder.maxFailedSignIns = maxFailedSignIns;
    builder.maxUnauthenticated = maxUnauthenticated;
    builder.maxUnauthenticatedPerAddress = maxUnauthenticatedPerAddress;
    builder.maxTunnels = maxTunnels;
    builder.maxTunnelsPerUser = maxTunnelsPerUser;
    builder.maxTunnelsPerAddress = maxTunnelsPerAddress;
    builder.maxChannelsPerResource = maxChannelsPerResource;
    builder.maxChannelAttempts = maxChannelAttempts;
    builder.maxUnknownPackets = maxUnknownPackets;
    builder.tlsHandshakeTime = tlsHandshakeTime;
    builder.requestTime = requestTime;
    builder.signInTime = signInTime;
    builder.pairingTime = pairingTime;
    builder.handshakeTime = handshakeTime;
    builder.tunnelTime = tunnelTime;
    builder.consentTime = consentTime;
    builder.authorizationTime = authorizationTime;
    builder.channelTime = channelTime;
    builder.connectTime = connectTime;
    builder.reauthenticationTime = reauthenticationTime;
    builder.closeTime = closeTime;
    builder.stallTime = stallTime;
    builder.keepAliveTime = keepAliveTime;
    builder.deadPeerTime = deadPeerTime;
    return builder;
  }

  /** Builds limits; starts with the defaults. Not thread-safe. */
  public static final class Builder {
    private int maxHeadBytes = 64 * 1024;
    private int maxSignInRounds = 8;
    private int maxFailedSignIns = 3;
    private int maxUnauthenticated = 10_000;
    private int maxUnauthenticatedPerAddress = 1_000;
    private int maxTunnels = 10_000;
    private int maxTunnelsPerUser = 100;
    private int maxTunnelsPerAddress = 2_000;
    private int maxChannelsPerResource = 1_000;
    private int maxChannelAttempts = 16;
    private int maxUnknownPackets = 16;
    private Duration tlsHandshakeTime = Duration.ofSeconds(10);
    private Duration requestTime = Duration.ofSeconds(15);
    private Duration signInTime = Duration.ofSeconds(30);
    private Duration pairingTime = Duration.ofMinutes(1);
    private Duration handshakeTime = Duration.ofSeconds(15);
    private Duration tunnelTime = Duration.ofSeconds(30);
    private Duration consentTime = Duration.ofMinutes(5);
    private Duration authorizationTime = Duration.ofMinutes(2);
    private Duration channelTime = Duration.ofMinutes(1);
    private Duration connectTime = Duration.ofSeconds(25);
    private Duration reauthenticationTime = Duration.ofMinutes(1);
    private Duration closeTime = Duration.ofSeconds(3);
    private Duration stallTime = Duration.ofMinutes(2);
    private Duration keepAliveTime = Duration.ofMinutes(1);
    private Duration deadPeerTime = Duration.ofMinutes(5);

    /** Starts with the defaults. */
    public Builder() {}

    /**
     * Sets {@link Limits#maxHeadBytes}.
     *
     * @param value bytes of a request's head, 1 KiB to 1 MiB; Kerberos tickets with many groups
     *     need more than 16 KiB
     * @return this
     */
    public Builder maxHeadBytes(int value) {
      maxHeadBytes = value;
      return this;
    }

    /**
     * Sets {@link Limits#maxSignInRounds}.
     *
     * @param value requests that one connection may spend on a sign-in
     * @return this
     */
    public Builder maxSignInRounds(int value) {
      maxSignInRounds = value;
      return this;
    }

    /**
     * Sets {@link Limits#maxFailedSignIns}.
     *
     * @param value refused sign-ins after which a connection is closed
     * @return this
     */
    public Builder maxFailedSignIns(int value) {
      maxFailedSignIns = value;
      return this;
    }

    /**
     * Sets {@link Limits#maxUnauthenticated}.
     *
     * @param value connections in all that have not signed in yet
     * @return this
     */
    public Builder maxUnauthenticated(int value) {
      maxUnauthenticated = value;
      return this;
    }

    /**
     * Sets {@link Limits#maxUnauthenticatedPerAddress}.
     *
     * @param value the same for one client address (an IPv6 /64 counts as one); an office sits
     *     behind one address
     * @return this
     */
    public Builder maxUnauthenticatedPerAddress(int value) {
      maxUnauthenticatedPerAddress = value;
      return this;
    }

    /**
     * Sets {@link Limits#maxTunnels}.
     *
     * @param value tunnels in all; 0 refuses new ones
     * @return this
     */
    public Builder maxTunnels(int value) {
      maxTunnels = value;
      return this;
    }

    /**
     * Sets {@link Limits#maxTunnelsPerUser}.
     *
     * @param value tunnels of one user
     * @return this
     */
    public Builder maxTunnelsPerUser(int value) {
      maxTunnelsPerUser = value;
      return this;
    }

    /**
     * Sets {@link Limits#maxTunnelsPerAddress}.
     *
     * @param value tunnels from one client address
     * @return this
     */
    public Builder maxTunnelsPerAddress(int value) {
      maxTunnelsPerAddress = value;
      return this;
    }

    /**
     * Sets {@link Limits#maxChannelsPerResource}.
     *
     * @param value channels to one host and port
     * @return this
     */
    public Builder maxChannelsPerResource(int value) {
      maxChannelsPerResource = value;
      return this;
    }

    /**
     * Sets {@link Limits#maxChannelAttempts}.
     *
     * @param value CHANNEL_CREATE packets in one tunnel
     * @return this
     */
    public Builder maxChannelAttempts(int value) {
      maxChannelAttempts = value;
      return this;
    }

    /**
     * Sets {@link Limits#maxUnknownPackets}.
     *
     * @param value packets of unknown types that are ignored in one tunnel
     * @return this
     */
    public Builder maxUnknownPackets(int value) {
      maxUnknownPackets = value;
      return this;
    }

    /**
     * Sets {@link Limits#tlsHandshakeTime}.
     *
     * @param value from the accepted connection to the end of the TLS handshake
     * @return this
     */
    public Builder tlsHandshakeTime(Duration value) {
      tlsHandshakeTime = value;
      return this;
    }

    /**
     * Sets {@link Limits#requestTime}.
     *
     * @param value from the end of the TLS handshake, or the last answer, to the next complete
     *     request head
     * @return this
     */
    public Builder requestTime(Duration value) {
      requestTime = value;
      return this;
    }

    /**
     * Sets {@link Limits#signInTime}.
     *
     * @param value for all of the sign-in over HTTP, and again for one inside the tunnel
     * @return this
     */
    public Builder signInTime(Duration value) {
      signInTime = value;
      return this;
    }

    /**
     * Sets {@link Limits#pairingTime}.
     *
     * @param value from RDG_OUT_DATA to the RDG_IN_DATA that belongs to it
     * @return this
     */
    public Builder pairingTime(Duration value) {
      pairingTime = value;
      return this;
    }

    /**
     * Sets {@link Limits#handshakeTime}.
     *
     * @param value from the open transport to HANDSHAKE_REQUEST
     * @return this
     */
    public Builder handshakeTime(Duration value) {
      handshakeTime = value;
      return this;
    }

    /**
     * Sets {@link Limits#tunnelTime}.
     *
     * @param value for each further packet until the tunnel is authorized
     * @return this
     */
    public Builder tunnelTime(Duration value) {
      tunnelTime = value;
      return this;
    }

    /**
     * Sets {@link Limits#consentTime}.
     *
     * @param value for the user to read a consent message
     * @return this
     */
    public Builder consentTime(Duration value) {
      consentTime = value;
      return this;
    }

    /**
     * Sets {@link Limits#authorizationTime}.
     *
     * @param value for the connection policy, second factor included
     * @return this
     */
    public Builder authorizationTime(Duration value) {
      authorizationTime = value;
      return this;
    }

    /**
     * Sets {@link Limits#channelTime}.
     *
     * @param value from the authorized tunnel, or a closed channel, to CHANNEL_CREATE
     * @return this
     */
    public Builder channelTime(Duration value) {
      channelTime = value;
      return this;
    }

    /**
     * Sets {@link Limits#connectTime}.
     *
     * @param value for resolving, authorizing and connecting all names of a channel
     * @return this
     */
    public Builder connectTime(Duration value) {
      connectTime = value;
      return this;
    }

    /**
     * Sets {@link Limits#reauthenticationTime}.
     *
     * @param value from REAUTH_MESSAGE to the end of the client's reauthentication; 1 to 3 minutes
     *     is usual
     * @return this
     */
    public Builder reauthenticationTime(Duration value) {
      reauthenticationTime = value;
      return this;
    }

    /**
     * Sets {@link Limits#closeTime}.
     *
     * @param value for the answer to CLOSE_CHANNEL, and for the end of a closing connection
     * @return this
     */
    public Builder closeTime(Duration value) {
      closeTime = value;
      return this;
    }

    /**
     * Sets {@link Limits#stallTime}.
     *
     * @param value that one side may refuse to take bytes that wait for it
     * @return this
     */
    public Builder stallTime(Duration value) {
      stallTime = value;
      return this;
    }

    /**
     * Sets {@link Limits#keepAliveTime}.
     *
     * @param value without a packet to the client after which KEEPALIVE is sent; zero for never. A
     *     minute keeps the tables of firewalls and proxies from forgetting the connection.
     * @return this
     */
    public Builder keepAliveTime(Duration value) {
      keepAliveTime = value;
      return this;
    }

    /**
     * Sets {@link Limits#deadPeerTime}. A client that is silent but lives is never cut: its system
     * answers. New connections take a change, those that are there keep what they have. On NIO data
     * that nobody acknowledges waits for the system's own time, about a quarter of an hour on
     * Linux.
     *
     * @param value that a machine may answer nothing, in steps of seconds; zero leaves it to the
     *     system
     * @return this
     */
    public Builder deadPeerTime(Duration value) {
      deadPeerTime = value;
      return this;
    }

    /**
     * Builds.
     *
     * @return the limits
     * @throws IllegalArgumentException if a value is out of its range
     */
    public Limits build() {
      return new Limits(
          maxHeadBytes,
          maxSignInRounds,
          maxFailedSignIns,
          maxUnauthenticated,
          maxUnauthenticatedPerAddress,
          maxTunnels,
          maxTunnelsPerUser,
          maxTunnelsPerAddress,
          maxChannelsPerResource,
          maxChannelAttempts,
          maxUnknownPackets,
          tlsHandshakeTime,
          requestTime,
          signInTime,
          pairingTime,
          handshakeTime,
          tunnelTime,
          consentTime,
          authorizationTime,
          channelTime,
          connectTime,
          reauthenticationTime,
          closeTime,
          stallTime,
          keepAliveTime,
          deadPeerTime);
    }
  }
}
