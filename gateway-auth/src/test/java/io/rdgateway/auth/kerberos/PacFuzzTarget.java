/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Any bytes as a PAC and as its buffer of groups: refused in the defined way, or read. */
public final class PacFuzzTarget {
  private static final Keytab.Entry KEY =
      new Keytab.Entry(
          TestKdc.ALICE, 1, EncryptionType.AES256_SHA1, TestKdc.key(EncryptionType.AES256_SHA1, 1));

  private PacFuzzTarget() {}

  /** What to start from. */
  public static byte[][] corpus() throws Exception {
    return new byte[][] {new TestPac().logonInfo(), new TestPac().signed(KEY.type(), KEY.key())};
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws Exception {
    Pac.read(data, KEY);
    try {
      LogonInfo.parse(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return;
    }
  }
}
