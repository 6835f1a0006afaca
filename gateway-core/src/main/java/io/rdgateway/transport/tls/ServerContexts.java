/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProtocols;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.tls.ClientTrust;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsIdentity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes the contexts of the server's side: one policy for both engines. */
final class ServerContexts {
  /**
   * By preference: AES-128 first, the fastest of those that are all strong. Forward secrecy and
   * authenticated encryption only. No DHE: it would let anybody burn the server's processor with
   * oversized exponents (CVE-2002-20001), and every supported client has ECDHE.
   */
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /**
   * Only HTTP/1.1. A client that offers other protocols alone gets no answer to its offer and goes
   * on without ALPN, which is all that both engines can do; if it then speaks HTTP/2, its first
   * bytes are a malformed request.
   */
  private static final ApplicationProtocolConfig HTTP_1_1 =
      new ApplicationProtocolConfig(
          Protocol.ALPN,
          SelectorFailureBehavior.NO_ADVERTISE,
          SelectedListenerFailureBehavior.ACCEPT,
          ApplicationProtocolNames.HTTP_1_1);

  /** Enough for the halves and the reconnects of many clients at once, at some KiB each. */
  private static final int CACHED_SESSIONS = 1024;

  private static final Duration SESSION_LIFETIME = Duration.ofMinutes(10);

  private ServerContexts() {}

  /**
   * Which engine serves a request for one.
   *
   * @param requested what the configuration says
   * @param identity what it will use
   * @return {@link TlsEngine#JDK} or {@link TlsEngine#BORINGSSL}
   * @throws ConfigurationException if BoringSSL is requested and cannot serve
   */
  static TlsEngine resolve(TlsEngine requested, TlsIdentity identity) {
    boolean loaded = OpenSsl.isAvailable() && "BoringSSL".equals(OpenSsl.versionString());
    boolean exportable = identity.privateKey().getEncoded() != null;
    if (requested == TlsEngine.BORINGSSL) {
      if (!loaded) {
        throw new ConfigurationException(
            "The TLS engine BORINGSSL does not load; put netty-tcnative-boringssl-static and its"
                + " natives for this platform on the class path, or choose JDK.",
            OpenSsl.unavailabilityCause());
      }
      if (!exportable) {
        throw new ConfigurationException(
            "The TLS engine BORINGSSL cannot use a private key that stays inside a token; choose"
                + " JDK.");
      }
      return TlsEngine.BORINGSSL;
    }
    return requested == TlsEngine.AUTO && loaded && exportable
        ? TlsEngine.BORINGSSL
        : TlsEngine.JDK;
  }

  /**
   * Makes a context.
   *
   * @param identity the certificate and its key; BoringSSL takes over the key as PKCS#8 and signs
   *     natively
   * @param engine {@link TlsEngine#JDK} or {@link TlsEngine#BORINGSSL}
   * @param clients whose certificates to ask for; null for none
   * @return to be released by the caller
   * @throws ConfigurationException if the engine refuses the key or the certificate
   */
  static SslContext make(TlsIdentity identity, TlsEngine engine, @Nullable ClientTrust clients) {
    SslContextBuilder builder =
        engine == TlsEngine.JDK
            ? SslContextBuilder.forServer(new ServerKeyManager(identity))
                .sslProvider(SslProvider.JDK)
            : SslContextBuilder.forServer(identity.privateKey(), identity.chain())
                .sslProvider(SslProvider.OPENSSL_REFCNT);
    builder
        .protocols(SslProtocols.TLS_v1_3, SslProtocols.TLS_v1_2)
        .ciphers(SUITES, SupportedCipherSuiteFilter.INSTANCE)
        .applicationProtocolConfig(HTTP_1_1)
        .sessionCacheSize(CACHED_SESSIONS)
        .sessionTimeout(SESSION_LIFETIME.toSeconds());
    if (clients == null) {
      // Nobody is to be trusted then, not even the JVM's own roots.
      builder.trustManager(new X509Certificate[0]);
    } else {
      builder
          .trustManager(new ClientTrustManager(clients))
          .clientAuth(clients.isRequired() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
    }
    try {
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "The TLS engine "
              + engine
              + " refuses the certificate or its private key; choose the other engine or a"
              + " certificate with an RSA key.",
          e);
    }
  }
}
