/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import io.netty.handler.ssl.OpenSsl;
import io.rdgateway.tls.TlsEngine;
import org.junit.jupiter.api.Assumptions;

/** Skips what this machine cannot run. */
final class Engines {
  private Engines() {}

  static void assumeLoads(TlsEngine engine) {
    if (engine == TlsEngine.BORINGSSL && !OpenSsl.isAvailable()) {
      String message = "BoringSSL does not load here, its tests are skipped";
      System.err.println(message + ": " + OpenSsl.unavailabilityCause());
      Assumptions.abort(message);
    }
  }
}
