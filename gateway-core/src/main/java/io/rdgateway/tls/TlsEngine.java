/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

/** Which implementation of TLS encrypts the connections of the clients. */
public enum TlsEngine {
  /**
   * {@link #BORINGSSL} when it is on the class path and loads on this machine, and the private key
   * can be handed to it; otherwise {@link #JDK}.
   */
  AUTO,

  /** The JDK's own implementation. Needs nothing; slower, and works with keys inside a token. */
  JDK,

  /**
   * BoringSSL through {@code netty-tcnative-boringssl-static}, about three times as fast. Needs
   * that artifact with the natives of the platform, and a private key whose encoding is accessible.
   */
  BORINGSSL
}
