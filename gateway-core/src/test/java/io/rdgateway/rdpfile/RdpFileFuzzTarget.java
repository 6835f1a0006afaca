/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.rdpfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.tls.CertifiedKey;
import io.rdgateway.tls.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Any bytes: refused in the defined way, or a file that is the same when written and read again. A
 * signature holds if and only if it covers what the file says.
 */
public final class RdpFileFuzzTarget {
  private static final RdpFile SIGNED =
      new RdpSigner(
              new CertifiedKey(
                  TestCertificates.RSA.getPrivate(),
                  List.of(TestCertificates.of(TestCertificates.RSA).make())))
          .sign(
              RdpFile.builder()
                  .host("pc.example", 3389)
                  .gateway("gw.example", 8443)
                  .accessToken("abc")
                  .set(RdpProperty.AUDIO_MODE, 2)
                  .set(RdpProperty.SESSION_BPP, 32)
                  .build());

  private RdpFileFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws RdpFileException {
    RdpFile file;
    try {
      file = RdpFile.parse(data);
    } catch (RdpFileException e) {
      return;
    }
    for (RdpEncoding encoding : RdpEncoding.values()) {
      assertEquals(file, RdpFile.parse(file.toBytes(encoding)));
    }
    try {
      RdpSignature.verify(file);
    } catch (RdpFileException e) {
      return;
    }
    assertEquals(signable(SIGNED), signable(file), "a signature holds for another file");
    assertTrue(file.line("full address").isPresent());
  }

  private static Set<String> signable(RdpFile file) {
    Set<String> lines = new HashSet<>();
    for (RdpLine line : file.lines()) {
      if (SignScope.covers(line.key())) {
        lines.add(line.text());
      }
    }
    return lines;
  }

  /** Well-formed input. */
  public static List<byte[]> corpus() {
    return List.of(
        SIGNED.toBytes(RdpEncoding.UTF_16LE),
        SIGNED.toBytes(RdpEncoding.UTF_8),
        "screen mode id:i:2\nwinposstr:s:0,1\npassword 51:b:00ff\n\nUsername:s:a b\u00e9\n"
            .getBytes(StandardCharsets.UTF_8));
  }
}
