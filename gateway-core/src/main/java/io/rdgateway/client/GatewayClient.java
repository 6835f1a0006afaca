/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.spi.TransportKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens channels through a Remote Desktop Gateway. Immutable and thread-safe; each call opens a
 * tunnel of its own and blocks until the host is connected.
 */
public final class GatewayClient {
  private final Settings settings;

  /** What a client needs to know. */
  record Settings(
      String gateway,
      int port,
      @Nullable InetSocketAddress address,
      ClientCredentials credentials,
      TransportKind transport,
      @Nullable SSLContext tls,
      boolean checkName,
      String clientName,
      Duration timeout) {}

  private GatewayClient(Settings settings) {
    this.settings = settings;
  }

  /**
   * A client to be.
   *
   * @param gateway the gateway's name, which its certificate has to carry
   * @param port usually 443
   * @return a builder
   */
  public static Builder builder(String gateway, int port) {
    return new Builder(gateway, port);
  }

  /**
   * Opens a tunnel and a channel in it.
   *
   * @param host the name or address of the host, as the gateway resolves it
   * @param port of the host, 1 to 65535
   * @return the open channel, to be closed
   * @throws GatewayClientException if the gateway refuses
   * @throws IOException if it cannot be reached or trusted, or does not answer in time
   */
  public GatewayChannel open(String host, int port) throws IOException {
    PacketLink link = open();
    try {
      TunnelOpening opening = new TunnelOpening(link, settings);
      opening.open(host, port);
      return new GatewayChannel(link, opening.tunnel());
    } catch (IOException | RuntimeException e) {
      link.close();
      throw e;
    }
  }

  private PacketLink open() throws IOException {
    String id = HttpConnection.newId();
    HttpConnection first = HttpConnection.connect(settings);
    try {
      boolean webSocket = settings.transport() == TransportKind.WEBSOCKET;
      int status = first.open("RDG_OUT_DATA", id, webSocket);
      return status == 101
          ? new WebSocketPacketLink(first)
          : TwoChannelPacketLink.open(settings, first, id);
    } catch (IOException | RuntimeException e) {
      first.close();
      throw e;
    }
  }

  /** Builds clients. Not thread-safe. */
  public static final class Builder {
    private final String gateway;
    private final int port;
    private @Nullable InetSocketAddress address;
    private @Nullable ClientCredentials credentials;
    private TransportKind transport = TransportKind.WEBSOCKET;
    private @Nullable SSLContext tls;
    private boolean plain;
    private boolean checkName = true;
    private String clientName = "rdgateway-client";
    private Duration timeout = Duration.ofSeconds(30);

    private Builder(String gateway, int port) {
      this.gateway = gateway;
      this.port = port;
    }

    /**
     * How to sign in.
     *
     * @param value required
     * @return this
     */
    public Builder credentials(ClientCredentials value) {
      credentials = value;
      return this;
    }

    /**
     * Which transport to use.
     *
     * @param value WebSocket without a call; a gateway that ignores the upgrade is served with two
     *     channels
     * @return this
     */
    public Builder transport(TransportKind value) {
      transport = value;
      return this;
    }

    /**
     * Dials an address instead of resolving the gateway's name, which is still what its certificate
     * has to carry.
     *
     * @param value resolved
     * @return this
     */
    public Builder connectTo(InetSocketAddress value) {
      address = value;
      return this;
    }

    /**
     * Trusts these certificates, their issuers or themselves, and no others.
     *
     * @param certificates at least one
     * @return this
     */
    public Builder trust(X509Certificate... certificates) {
      try {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < certificates.length; i++) {
          store.setCertificateEntry("trusted-" + i, certificates[i]);
        }
        TrustManagerFactory managers =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        tls = context;
        return this;
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalArgumentException("the certificates cannot be trusted", e);
      }
    }

    /**
     * Uses a context of the application; the name is still checked.
     *
     * @param value the context
     * @return this
     */
    public Builder sslContext(SSLContext value) {
      tls = value;
      return this;
    }

    /**
     * Trusts any certificate for any name: anybody on the path can read the password. For tests.
     *
     * @return this
     */
    public Builder insecureTrustAnyCertificate() {
      tls = InsecureTls.context();
      checkName = false;
      return this;
    }

    /**
     * No TLS: anybody on the path can read the password. For tests.
     *
     * @return this
     */
    public Builder insecurePlainHttp() {
      plain = true;
      return this;
    }

    /**
     * What the gateway is told of this machine's name.
     *
     * @param value at most 255 characters
     * @return this
     */
    public Builder clientName(String value) {
      clientName = value;
      return this;
    }

    /**
     * How long each step of opening may take.
     *
     * @param value at least one millisecond; 30 seconds without a call
     * @return this
     */
    public Builder timeout(Duration value) {
      if (value.toMillis() < 1) {
        throw new IllegalArgumentException("the timeout must be at least one millisecond");
      }
      timeout = value;
      return this;
    }

    /**
     * Builds; the JDK's trust store decides unless something else was said.
     *
     * @return the client
     * @throws IllegalStateException without credentials
     */
    public GatewayClient build() {
      if (credentials == null) {
        throw new IllegalStateException("a client needs credentials");
      }
      SSLContext context = tls;
      if (context == null && !plain) {
        try {
          context = SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException("the JDK has no TLS", e);
        }
      }
      return new GatewayClient(
          new Settings(
              gateway,
              port,
              address,
              credentials,
              transport,
              plain ? null : context,
              checkName,
              clientName,
              timeout));
    }
  }
}
