/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.tls.TlsEngine;
import java.util.List;

/**
 * Which engine encrypts.
 *
 * @param wanted by the configuration
 * @param boringSsl whether BoringSSL loads on this machine
 */
record EngineCheck(TlsEngine wanted, boolean boringSsl) implements Check {
  @Override
  public String subject() {
    return "TLS engine";
  }

  @Override
  public List<Finding> look() {
    if (wanted == TlsEngine.JDK || boringSsl) {
      return List.of(
          Finding.ok("TLS runs on " + (wanted == TlsEngine.JDK ? "the JDK" : "BoringSSL") + "."));
    }
    String why = "BoringSSL does not load on this machine";
    return List.of(
        wanted == TlsEngine.AUTO
            ? Finding.note(why + "; TLS runs on the JDK, which is slower.")
            : Finding.problem(
                why + ", and the configuration wants it.",
                "write \"engine: auto\" under \"tls\", or run where its natives are"));
  }
}
