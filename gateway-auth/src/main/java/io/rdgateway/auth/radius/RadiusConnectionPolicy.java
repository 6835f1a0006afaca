/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.rdgateway.auth.factor.OncePerTunnel;
import io.rdgateway.spi.ConnectionPolicy;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connection policy of a RADIUS server, as Microsoft's gateway asks a central NPS: the user has
 * signed in at the gateway, so the request has no password and only asks for authorization. A
 * server that prompts the user by push or call does so at this point, whatever the scheme of the
 * sign-in.
 *
 * <p>The server has to answer without a negotiated authentication method: "Allow clients to connect
 * without negotiating an authentication method" in NPS, {@code Auth-Type := Accept} for this client
 * in FreeRADIUS. Its Session-Timeout, Idle-Timeout, Termination-Action (1 asks the client to sign
 * in again), MS-RDG-Device-Redirection, Class and Filter-Id become the grant; one that cannot be
 * read refuses. A challenge is a refusal.
 *
 * <p>The user is asked as {@link OncePerTunnel} says. Set {@code Limits.authorizationTime} above
 * the {@link RadiusTiming#answerTime} of all servers together.
 */
public final class RadiusConnectionPolicy {
  /** The attribute of the grant with all values of Class, in hexadecimal and joined by commas. */
  public static final String CLASS = "radius.class";

  /** The attribute of the grant with all values of Filter-Id, joined by commas. */
  public static final String FILTER_ID = "radius.filter-id";

  private RadiusConnectionPolicy() {}

  /**
   * A policy to be.
   *
   * @param client talks to the servers
   * @param nas names this gateway
   * @return a builder
   */
  public static Builder builder(RadiusClient client, NasIdentity nas) {
    return new Builder(client, nas);
  }

  /** Builds a policy. Not thread-safe. */
  public static final class Builder {
    final RadiusClient client;
    final NasIdentity nas;
    Function<UserPrincipal, String> userName = UserPrincipal::name;
    TunnelGrant whenUnspecified = TunnelGrant.withoutRedirection();
    boolean sendsClientAddress = true;
    @Nullable Integer serviceType;
    @Nullable String password;
    private Duration window = OncePerTunnel.DEFAULT_WINDOW;
    private boolean asksAtReauthentication;
    private InstantSource clock = Clock.systemUTC();

    private Builder(RadiusClient client, NasIdentity nas) {
      this.client = client;
      this.nas = nas;
    }

    private Builder(Builder other) {
      client = other.client;
      nas = other.nas;
      userName = other.userName;
      whenUnspecified = other.whenUnspecified;
      sendsClientAddress = other.sendsClientAddress;
      serviceType = other.serviceType;
      password = other.password;
    }

    /**
     * What goes into User-Name.
     *
     * @param mapping gives 1 to 253 bytes in UTF-8, or the user is refused; the principal's name
     *     unless set
     * @return this
     */
    public Builder userName(Function<UserPrincipal, String> mapping) {
      userName = mapping;
      return this;
    }

    /**
     * What holds where the server says nothing.
     *
     * @param grant no redirection and no time-outs unless set
     * @return this
     */
    public Builder whenUnspecified(TunnelGrant grant) {
      whenUnspecified = grant;
      return this;
    }

    /**
     * Whether Calling-Station-Id carries the client's address. Microsoft's gateway does not send
     * it.
     *
     * @param value true unless set
     * @return this
     */
    public Builder sendClientAddress(boolean value) {
      sendsClientAddress = value;
      return this;
    }

    /**
     * Sends a Service-Type, for servers that tell requests apart by it.
     *
     * @param value as in RFC 2865, section 5.6; none unless set
     * @return this
     */
    public Builder serviceType(int value) {
      serviceType = value;
      return this;
    }

    /**
     * Sends a fixed word as User-Password, for servers that prompt at the word {@code push}. It is
     * no secret.
     *
     * @param word 1 to 128 characters of ASCII; none unless set
     * @return this
     * @throws IllegalArgumentException if it is anything else
     */
    public Builder passwordWord(String word) {
      if (!word.matches("[ -~]{1,128}")) {
        throw new IllegalArgumentException("the word has 1 to 128 characters of ASCII");
      }
      password = word;
      return this;
    }

    /**
     * How long a permission serves once more, for a client that reconnects.
     *
     * @param time zero for never, at most 15 minutes; {@link OncePerTunnel#DEFAULT_WINDOW} unless
     *     set
     * @return this
     */
    public Builder reconnectWindow(Duration time) {
      window = time;
      return this;
    }

    /**
     * Whether the server is asked, and may prompt the user, when the session time is over and the
     * client proves itself again.
     *
     * @param value false unless set: the grant stays
     * @return this
     */
    public Builder askAtReauthentication(boolean value) {
      asksAtReauthentication = value;
      return this;
    }

    /**
     * What measures the window.
     *
     * @param value the system's clock unless set
     * @return this
     */
    public Builder clock(InstantSource value) {
      clock = value;
      return this;
    }

    /**
     * Builds it.
     *
     * @return the policy; thread-safe
     * @throws IllegalArgumentException if the window is out of range
     */
    public ConnectionPolicy build() {
      return new OncePerTunnel(
          new AuthorizeOnly(new Builder(this)), window, asksAtReauthentication, clock);
    }
  }
}
