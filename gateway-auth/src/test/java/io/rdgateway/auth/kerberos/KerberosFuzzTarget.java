/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.der.DerException;
import java.nio.BufferUnderflowException;

/** Any bytes as a request, as what it encrypts, and as a keytab: refused in the defined way. */
public final class KerberosFuzzTarget {
  private KerberosFuzzTarget() {}

  /** What to start from. */
  public static byte[][] corpus() throws Exception {
    return new byte[][] {
      KerberosVectors.AP_REQUEST,
      EncryptionType.AES256_SHA1.decrypt(
          KerberosVectors.SERVICE_KEY,
          2,
          ApRequest.parse(KerberosVectors.AP_REQUEST).ticket().cipher()),
      KerberosVectors.AUTHENTICATOR,
      Der.sequence(
          Der.sequence(
              Der.field(0, Der.integer(1)),
              Der.field(1, Der.element(Der.OCTET_STRING, Der.sequence())))),
      TestKdc.keytab(KerberosVectors.serviceKey(), new TestKdc().entry())
    };
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    refusing(() -> ApRequest.parse(data));
    refusing(() -> TicketPart.parse(data));
    refusing(() -> AuthenticatorPart.parse(data));
    refusing(() -> AuthorizationData.relevant(data, AuthorizationData.PAC));
    try {
      Keytab.parse(data);
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
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
