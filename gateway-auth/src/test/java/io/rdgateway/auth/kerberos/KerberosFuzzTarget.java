/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.der.DerException;

/** Any bytes as a request, as what it encrypts, and as a keytab: refused in the defined way. */
public final class KerberosFuzzTarget {
  private KerberosFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    refusing(() -> ApRequest.parse(data));
    refusing(() -> TicketPart.parse(data));
    refusing(() -> AuthenticatorPart.parse(data));
    refusing(() -> AuthorizationData.relevant(data, AuthorizationData.PAC));
    try {
      Keytab.parse(data);
    } catch (java.nio.BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
      return;
    }
  }

  private interface Reading {
    Object run() throws DerException;
  }

  private static void refusing(Reading reading) {
    try {
      if (reading.run() == null) {
        throw new AssertionError("read to nothing");
      }
    } catch (DerException e) {
      // refused
    }
  }
}
