/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.EndPointBinding;
import io.rdgateway.tls.ClientTrust;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsIdentity;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * One certificate, ready to serve. Its context is its own, and with it the sessions and the keys of
 * the tickets: a session can be resumed with the certificate alone that it began with.
 */
record ServerCertificate(
    TlsIdentity identity, TlsEngine engine, SslContext context, @Nullable EndPointBinding binding) {

  static ServerCertificate of(
      TlsIdentity identity, TlsEngine requested, @Nullable ClientTrust clients) {
    TlsEngine engine = ServerContexts.resolve(requested, identity);
    EndPointBinding binding;
    try {
      binding = EndPointBinding.of(identity.certificate());
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException(
          "The certificate is signed with "
              + identity.certificate().getSigAlgName()
              + ", which this JVM does not know; use one that is signed with SHA-256.",
          e);
    }
    return new ServerCertificate(
        identity, engine, ServerContexts.make(identity, engine, clients), binding);
  }

  ServerSslHandler newHandler(ByteBufAllocator alloc, Duration handshakeTimeout, int maxBacklog) {
    // Netty makes its fast native engine only together with a handler, which is then not used.
    SSLEngine made = context.newHandler(alloc).engine();
    return new ServerSslHandler(made, binding, handshakeTimeout, maxBacklog);
  }

  void release() {
    ReferenceCountUtil.release(context);
  }
}
