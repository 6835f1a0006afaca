/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.der.Der;
import java.time.Instant;
import java.time.temporal.ChronoField;

/** Writes KRB-ERROR (RFC 4120, section 5.9.1). */
final class KrbError {
  private static final int TYPE = 30;
  private static final int KERBEROS_5 = 5;

  private KrbError() {}

  static byte[] toBytes(KrbErrorCode code, KerberosName service, Instant now) {
    return Der.element(
        Der.application(TYPE),
        Der.sequence(
            Der.field(0, Der.integer(KERBEROS_5)),
            Der.field(1, Der.integer(TYPE)),
            Der.field(4, Der.time(now)),
            Der.field(5, Der.integer(now.get(ChronoField.MICRO_OF_SECOND))),
            Der.field(6, Der.integer(code.number())),
            Der.field(9, Der.text(service.realm())),
            Der.field(10, Names.toBytes(service)),
            // FreeRDP shows it, and prints "(null)" where it is missing.
            Der.field(11, Der.text(code.text()))));
  }
}
