/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RdpFilesTest {
  private static final HostPort GATEWAY = new HostPort("gw.example", 8443);

  @TempDir Path folder;

  @Test
  void isWhatMstscReads() throws IOException {
    Path file = folder.resolve("a.rdp");
    RdpFiles.write(file, GATEWAY, new HostPort("2001:db8::1", 3389), "RDGATEWAY\\alice");

    byte[] bytes = Files.readAllBytes(file);
    assertEquals((byte) 0xFF, bytes[0]);
    assertEquals((byte) 0xFE, bytes[1]);
    assertEquals(
        """
        full address:s:[2001:db8::1]:3389
        gatewayhostname:s:gw.example:8443
        gatewayusagemethod:i:1
        gatewayprofileusagemethod:i:1
        gatewaycredentialssource:i:0
        promptcredentialonce:i:0
        username:s:RDGATEWAY\\alice
        """
            .replace("\n", "\r\n"),
        new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE));
  }

  @Test
  void takesNoControlCharacters() {
    Path file = folder.resolve("a.rdp");
    for (String evil : new String[] {"a\r\nb", "a\u0000", "a\u2028b", "a\u202Eb", "a\u007F"}) {
      assertThrows(
          ConfigurationException.class, () -> RdpFiles.write(file, GATEWAY, null, evil), evil);
    }
    assertFalse(Files.exists(file));
  }
}
