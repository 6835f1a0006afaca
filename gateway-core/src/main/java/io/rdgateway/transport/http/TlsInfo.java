/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.http;

import io.rdgateway.spi.EndPointBinding;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the handshake of one connection has settled; asked after it. */
public interface TlsInfo {

  /** For example TLSv1.3; null on a plain listener. */
  @Nullable String protocol();

  /** The channel binding of the certificate that was sent; null where there is none. */
  @Nullable EndPointBinding endPointBinding();

  /** What the client has shown, its own certificate first; empty without one. */
  List<X509Certificate> clientCertificates();

  /** How many bytes one record to the client carries. */
  int recordData();

  /** No TLS of ours. */
  TlsInfo PLAIN =
      new TlsInfo() {
        @Override
        public @Nullable String protocol() {
          return null;
        }

        @Override
        public @Nullable EndPointBinding endPointBinding() {
          return null;
        }

        @Override
        public List<X509Certificate> clientCertificates() {
          return List.of();
        }

        @Override
        public int recordData() {
          return 16_384; // the proxy in front makes records of its own
        }
      };
}
