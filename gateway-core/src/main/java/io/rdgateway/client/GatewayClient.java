/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.spi.TransportKind;
import java.net.IDN;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Opens channels through a Remote Desktop Gateway (MS-TSGU over HTTP). Immutable and thread-safe;
 * it holds neither sockets nor threads, so there is nothing to close but the channels.
 *
 * <pre>{@code
 * GatewayClient client =
 *     GatewayClient.builder("gw.example.com", 443)
 *         .credentials(ClientCredentials.basic("alice", password))
 *         .build();
 * try (GatewayChannel channel = client.open("host.example.com", 3389)) {
 *   channel.output().write(request);
 *   int n = channel.input().read(answer);
 * }
 * }</pre>
 */
public final class GatewayClient {
  private final ClientSettings settings;

  private GatewayClient(ClientSettings settings) {
    this.settings = settings;
  }

  /**
   * A client to be.
   *
   * @param host the gateway's name or address; the certificate has to name it
   * @param port 1 to 65535, usually 443
   * @return a builder
   * @throws IllegalArgumentException if one of them cannot be
   */
  public static Builder builder(String host, int port) {
    return new Builder(host, port);
  }

  /**
   * Opens a tunnel and a channel to a host. Blocks until the host is connected; each step on the
   * way has the timeout of the builder.
   *
   * @param host name or address as the gateway shall resolve it, 1 to 255 characters
   * @param port 1 to 65535
   * @return the open channel, which the caller has to close
   * @throws GatewayClientException if the gateway cannot be reached or trusted, refuses, breaks the
   *     protocol or is too slow; nothing is left open
   * @throws IllegalArgumentException if host or port cannot be
   */
  public GatewayChannel open(String host, int port) throws GatewayClientException {
    if (host.isEmpty() || host.length() > 255 || host.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a host has 1 to 255 characters and no NUL");
    }
    return new ChannelOpening(settings).open(host, checkedPort(port));
  }

  private static int checkedPort(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("the port must be 1 to 65535, not " + port);
    }
    return port;
  }

  /** Builds a client. Not thread-safe. */
  public static final class Builder {
    private static final int MAX_CLIENT_NAME = 255;

    private final String host;
    private final int port;
    private @Nullable ClientCredentials credentials;
    private TransportKind transport = TransportKind.WEBSOCKET;
    private @Nullable ServerTrust trust;
    private String clientName = "rdgateway-client";
    private Duration timeout = Duration.ofSeconds(30);
    private @Nullable InetSocketAddress address;
    private Predicate<String> consent = text -> true;
    private @Nullable Consumer<String> serviceMessages;

    private Builder(String host, int port) {
      String bare =
          host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
      String ascii = bare.indexOf(':') >= 0 ? bare : IDN.toASCII(bare);
      boolean possible =
          !ascii.isEmpty()
              && ascii.length() <= 253
              && ascii.chars().allMatch(c -> c > ' ' && c < 0x7F && "/?#@[]\\\"".indexOf(c) < 0);
      if (!possible) {
        throw new IllegalArgumentException("not the name or the address of a host");
      }
      this.host = ascii;
      this.port = checkedPort(port);
    }

    /**
     * How to sign in; there is no default.
     *
     * @param value the credentials
     * @return this
     */
    public Builder credentials(ClientCredentials value) {
      credentials = value;
      return this;
    }

    /**
     * How the tunnel travels.
     *
     * @param value {@link TransportKind#WEBSOCKET} without a call, which becomes two channels with
     *     a gateway that does not know it; {@link TransportKind#HTTP} for two channels at once
     * @return this
     */
    public Builder transport(TransportKind value) {
      transport = value;
      return this;
    }

    /**
     * Trusts these certificates in place of the system's: self-signed ones of a gateway, whose
     * dates then do not matter, or those of its issuers. The host's name is still checked. Of this
     * method, {@link #sslContext}, {@link #insecureTrustAnyCertificate} and {@link
     * #insecurePlainHttp} the last call counts; without a call the system's issuers are trusted.
     *
     * @param certificates at least one
     * @return this
     * @throws IllegalArgumentException if there is none
     */
    public Builder trust(X509Certificate... certificates) {
      if (certificates.length == 0) {
        throw new IllegalArgumentException("without a certificate no gateway could be trusted");
      }
      trust = ServerTrust.only(certificates);
      return this;
    }

    /**
     * Makes TLS connections with this context, which may also hold a client certificate. The host's
     * name is checked by the trust managers of the JDK.
     *
     * @param context an initialised one
     * @return this
     */
    public Builder sslContext(SSLContext context) {
      trust = new ServerTrust(context, true);
      return this;
    }

    /**
     * Accepts any certificate for any name, so that whoever sits in between can read and change
     * everything, passwords included. For tests.
     *
     * @return this
     */
    public Builder insecureTrustAnyCertificate() {
      trust = ServerTrust.anybody();
      return this;
    }

    /**
     * Speaks plain HTTP, so that everything on the wire can be read and changed, passwords
     * included. For tests and for a gateway behind a TLS proxy on the same machine.
     *
     * @return this
     */
    public Builder insecurePlainHttp() {
      trust = new ServerTrust(null, false);
      return this;
    }

    /**
     * The name of this machine as the gateway shall know it; it proves nothing.
     *
     * @param value 1 to 255 characters; {@code rdgateway-client} without a call
     * @return this
     * @throws IllegalArgumentException if it is empty or too long
     */
    public Builder clientName(String value) {
      if (value.isEmpty() || value.length() > MAX_CLIENT_NAME || value.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "a client name has 1 to " + MAX_CLIENT_NAME + " characters and no NUL");
      }
      clientName = value;
      return this;
    }

    /**
     * How long each step of opening may take: the connection, the TLS handshake, each request and
     * each packet with its answer. Gateways may ask for a second factor within one step.
     *
     * @param value positive, at most a day; 30 seconds without a call
     * @return this
     * @throws IllegalArgumentException if it is out of its range
     */
    public Builder timeout(Duration value) {
      if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException("the timeout must be positive and at most a day");
      }
      timeout = value;
      return this;
    }

    /**
     * Connects to this address in place of resolving the gateway's name, which is still what TLS
     * and HTTP ask for.
     *
     * @param value a resolved address
     * @return this
     * @throws IllegalArgumentException if it is not resolved
     */
    public Builder connectTo(InetSocketAddress value) {
      if (value.isUnresolved()) {
        throw new IllegalArgumentException("the address is not resolved: " + value);
      }
      address = value;
      return this;
    }

    /**
     * Who agrees to the gateway's consent message. Called on the thread that opens the channel and
     * outside of any timeout of the client.
     *
     * @param value true to go on. Without a call every message is accepted, because a program has
     *     nobody to ask; {@link TunnelTerms#consentMessage} keeps the text. An application with a
     *     user has to show it
     * @return this
     */
    public Builder consent(Predicate<String> value) {
      consent = value;
      return this;
    }

    /**
     * Who hears of service messages: texts of the administrator to the user, which the gateway
     * sends only to clients that show them.
     *
     * @param value called on the thread that opens or reads the channel; nobody without a call
     * @return this
     */
    public Builder serviceMessages(Consumer<String> value) {
      serviceMessages = value;
      return this;
    }

    /**
     * Builds.
     *
     * @return the client
     * @throws IllegalStateException without credentials
     */
    public GatewayClient build() {
      if (credentials == null) {
        throw new IllegalStateException("a client needs credentials");
      }
      return new GatewayClient(
          new ClientSettings(
              host,
              port,
              credentials,
              transport,
              trust == null ? ServerTrust.system() : trust,
              clientName,
              timeout,
              address,
              consent,
              serviceMessages));
    }
  }
}
