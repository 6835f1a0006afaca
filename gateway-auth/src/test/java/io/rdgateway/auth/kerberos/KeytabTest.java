/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import static io.rdgateway.auth.kerberos.KerberosVectors.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeytabTest {
  @TempDir private Path folder;

  /** As ktutil of MIT Kerberos writes: HTTP/localhost, version 2, type 17. */
  private static final String ENTRY =
      "00000042 0002 000c 4558414d504c452e54455354 0004 48545450 0009 6c6f63616c686f7374"
          + " 00000001 6923f000 02 0011 0010 000102030405060708090a0b0c0d0e0f 00000002";

  @Test
  void readsEntriesAndSkipsRemovedOnesAndOldTypes() {
    String removed = ENTRY.replaceFirst("00000042", "ffffffbe");
    String rc4 = ENTRY.replaceFirst("0011 0010", "0017 0010");
    Keytab keytab = Keytab.parse(hex("0502" + removed + rc4 + ENTRY + "00000000ffff"));
    assertEquals(1, keytab.entries().size());
    Keytab.Entry entry = keytab.entries().get(0);
    assertEquals(KerberosVectors.SERVICE, entry.service());
    assertEquals(2, entry.kvno());
    assertEquals(EncryptionType.AES128_SHA1, entry.type());
    assertFalse(keytab.toString().contains("0001"));
  }

  @Test
  void versionsBeyondAByteAreAtTheEndIfAnywhere() {
    String wide = ENTRY.replaceFirst("00000002$", "00000102");
    assertEquals(0x102, Keytab.parse(hex("0502" + wide)).entries().get(0).kvno());
    String zero = ENTRY.replaceFirst("00000002$", "00000000");
    assertEquals(2, Keytab.parse(hex("0502" + zero)).entries().get(0).kvno());
    String none = ENTRY.replaceFirst("00000042", "0000003e").replaceFirst(" 00000002$", "");
    assertEquals(2, Keytab.parse(hex("0502" + none)).entries().get(0).kvno());
  }

  @Test
  void newestFirst() {
    String newer = ENTRY.replaceFirst("00000002$", "00000007");
    List<Long> versions =
        Keytab.parse(hex("0502" + ENTRY + newer)).of(KerberosVectors.SERVICE).stream()
            .map(Keytab.Entry::kvno)
            .toList();
    assertEquals(List.of(7L, 2L), versions);
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    for (String wrong :
        List.of(
            "",
            "05",
            "0501",
            "0502" + ENTRY.substring(0, 100),
            "050200000001",
            "050280000000",
            "0502" + ENTRY.replaceFirst("0011 0010", "0012 0010"),
            "0502" + ENTRY.replaceFirst("4558414d504c452e54455354", ""))) {
      Path file = Files.write(folder.resolve("keytab"), hex(wrong));
      var e = assertThrows(IOException.class, () -> Keytab.read(file), wrong);
      assertTrue(String.valueOf(e.getMessage()).contains("is no keytab"), e::toString);
    }
    Path large = Files.write(folder.resolve("large"), ByteBuffer.allocate((1 << 20) + 1).array());
    assertThrows(IOException.class, () -> Keytab.read(large));
    assertThrows(IOException.class, () -> Keytab.read(folder.resolve("none")));
  }
}
