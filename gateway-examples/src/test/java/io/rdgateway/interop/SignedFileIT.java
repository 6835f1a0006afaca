/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.rdpfile.RdpEncoding;
import io.rdgateway.rdpfile.RdpFile;
import io.rdgateway.rdpfile.RdpProperty;
import io.rdgateway.rdpfile.RdpSigner;
import io.rdgateway.tls.CertifiedKey;
import io.rdgateway.tls.SelfSignedCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the signer writes is a signature to OpenSSL, over a message that this test puts together.
 */
class SignedFileIT {
  private static final int HEADER = 12;

  @TempDir private Path folder;

  @Test
  void openSslVerifiesTheSignature() throws Exception {
    var certificate =
        SelfSignedCertificate.generate(
            List.of("portal.test"),
            SelfSignedCertificate.KeyType.RSA_2048,
            Instant.now().minus(Duration.ofHours(1)),
            Duration.ofDays(1));
    certificate.writePem(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    byte[] written =
        new RdpSigner(
                CertifiedKey.pem(folder.resolve("certificate.pem"), folder.resolve("key.pem")))
            .sign(
                RdpFile.builder()
                    .set(RdpProperty.AUDIO_MODE, 0)
                    .host("pc.test", 3390)
                    .gateway("gw.test", 443)
                    .accessToken("token")
                    .build())
            .toBytes(RdpEncoding.UTF_16LE);

    List<String> lines =
        new String(written, 2, written.length - 2, StandardCharsets.UTF_16LE).lines().toList();
    String scope = value(lines, "signscope");
    StringBuilder message = new StringBuilder();
    for (String name : scope.split(",", -1)) {
      message.append(line(lines, name)).append("\r\n");
    }
    message.append("signscope:s:").append(scope).append("\r\n\0");
    byte[] blob = Base64.getDecoder().decode(value(lines, "signature"));
    Path der = Files.write(folder.resolve("der"), Arrays.copyOfRange(blob, HEADER, blob.length));
    byte[] content = message.toString().getBytes(StandardCharsets.UTF_16LE);
    assertArrayEquals(content, verified(der, content));

    content[4] ^= 1;
    assertThrows(AssertionError.class, () -> verified(der, content));
  }

  private byte[] verified(Path der, byte[] content) throws Exception {
    Path message = Files.write(folder.resolve("message"), content);
    return Peers.run(
        "",
        Peers.program("openssl", "openssl"),
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        der.toString(),
        "-content",
        message.toString(),
        "-CAfile",
        folder.resolve("certificate.pem").toString(),
        "-purpose",
        "any");
  }

  private static String value(List<String> lines, String name) {
    return line(lines, name).substring(name.length() + ":s:".length());
  }

  private static String line(List<String> lines, String name) {
    return lines.stream()
        .filter(
            line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
        .findFirst()
        .orElseThrow();
  }
}
