/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.tls.SelfSignedCertificate.KeyType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelfSignedCertificateTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final Duration YEAR = Duration.ofDays(365);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void hasWhatClientsLookAt(KeyType keyType) throws Exception {
    TlsIdentity identity =
        SelfSignedCertificate.generate(
                List.of("gw.example", "*.gw.example", "bücher.example", "127.0.0.1", "::1"),
                keyType,
                START,
                YEAR)
            .identity();
    X509Certificate certificate = identity.certificate();

    assertEquals(
        List.of(
            "gw.example", "*.gw.example", "xn--bcher-kva.example", "127.0.0.1", "0:0:0:0:0:0:0:1"),
        identity.names());
    assertEquals("CN=gw.example", certificate.getSubjectX500Principal().getName());
    assertEquals(certificate.getSubjectX500Principal(), certificate.getIssuerX500Principal());
    assertEquals(Instant.parse("2026-03-01T10:00:00Z"), certificate.getNotBefore().toInstant());
    assertEquals(Instant.parse("2027-03-01T10:00:00Z"), certificate.getNotAfter().toInstant());
    assertEquals(-1, certificate.getBasicConstraints(), "it must not be an authority");
    assertEquals(List.of("1.3.6.1.5.5.7.3.1"), certificate.getExtendedKeyUsage());
    assertNull(certificate.getKeyUsage());
    assertEquals(1, certificate.getSerialNumber().signum());
    assertEquals(127, certificate.getSerialNumber().bitLength());
    certificate.verify(certificate.getPublicKey());
    assertTrue(certificate.getSigAlgName().startsWith("SHA256with"), certificate::getSigAlgName);
  }

  @Test
  void isNewEachTime() {
    X509Certificate first = make("gw.example").identity().certificate();
    X509Certificate second = make("gw.example").identity().certificate();

    assertNotEquals(first.getSerialNumber(), second.getSerialNumber());
    assertNotEquals(first.getPublicKey(), second.getPublicKey());
  }

  @Test
  void takesANameThatIsTooLongForACommonName() {
    String name = "a".repeat(60) + ".example";

    TlsIdentity identity = make(name).identity();

    assertEquals(List.of(name), identity.names());
    assertEquals("CN=RD Gateway", identity.certificate().getSubjectX500Principal().getName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "-a",
        "a..b",
        ".a",
        "1.2.3",
        "1.2.3.256",
        "::1::",
        "a:1",
        "*",
        "a.*"
      })
  void refusesWhatIsNoName(String name) {
    assertEquals(
        "\"" + name + "\" is neither a host name nor an IP address; correct it.",
        assertThrows(ConfigurationException.class, () -> make(name)).getMessage());
  }

  @Test
  void refusesNoNameAndNoTime() {
    assertEquals(
        "A certificate needs at least one host name; give the name that clients will use.",
        assertThrows(
                ConfigurationException.class,
                () -> SelfSignedCertificate.generate(List.of(), KeyType.EC_P256, START, YEAR))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> SelfSignedCertificate.generate(List.of("gw"), KeyType.EC_P256, START, Duration.ZERO));
  }

  @Test
  void isReadBackFromItsFiles() throws Exception {
    Path certificateFile = folder.resolve("cert.pem");
    Path keyFile = folder.resolve("key.pem");
    make("old.example").writePem(certificateFile, keyFile);
    SelfSignedCertificate made = make("gw.example");

    made.writePem(certificateFile, keyFile);

    TlsIdentity read = TlsSource.pem(certificateFile, keyFile).load();
    assertEquals(made.identity().certificate(), read.certificate());
    assertArrayEquals(made.identity().privateKey().getEncoded(), read.privateKey().getEncoded());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count(), "a temporary file was left behind");
    }
  }

  @Test
  void letsOnlyTheOwnerReadTheKey() throws Exception {
    Path keyFile = Files.createFile(folder.resolve("key.pem"));
    assumeTrue(
        keyFile.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "the file system knows no POSIX permissions");
    Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-rw-rw-"));

    make("gw.example").writePem(folder.resolve("cert.pem"), keyFile);

    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)));
  }

  @Test
  void saysWhichFileCannotBeWritten() {
    Path keyFile = folder.resolve("missing").resolve("key.pem");

    String sentence =
        assertThrows(
                ConfigurationException.class,
                () -> make("gw.example").writePem(folder.resolve("cert.pem"), keyFile))
            .getMessage();

    assertTrue(
        String.valueOf(sentence)
            .startsWith("The private key file " + keyFile + " cannot be written"),
        sentence);
    assertTrue(Files.notExists(folder.resolve("cert.pem")));
  }

  private static SelfSignedCertificate make(String name) {
    return SelfSignedCertificate.generate(List.of(name), KeyType.EC_P256, START, YEAR);
  }
}
