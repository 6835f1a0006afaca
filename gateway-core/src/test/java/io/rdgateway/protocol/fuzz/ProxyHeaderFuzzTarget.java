/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol.fuzz;

import io.rdgateway.protocol.ProxyHeaders;

/** ProxyHeaderReader: the first bytes of a connection from a proxy. */
public final class ProxyHeaderFuzzTarget {
  private ProxyHeaderFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws Exception {
    Check.same(data, ProxyHeaders::read, ProxyHeaders::read);
  }
}
