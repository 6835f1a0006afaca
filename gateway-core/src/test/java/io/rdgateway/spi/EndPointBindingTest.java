/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.InputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Certificates made by OpenSSL, and their fingerprints by {@code openssl x509 -fingerprint} with
 * the digest that RFC 5929 demands.
 */
class EndPointBindingTest {
  @ParameterizedTest
  @CsvSource({
    "rsa-md5, ecb5dc260b6cc2c026078028308ab663739886bf67c7660581cb4f39e086854b,",
    "rsa-sha1, 2e7c021ef79f81e429f4eae1f980932ce2cd3d9973dcbcef6f764a058b4e1188,",
    "rsa-sha256, 71a9d8cb9f4a955fa2d215c5fbd02f0bd30872174b63b695f913d9c82aaf308f,",
    "rsa-sha384, 7488602e6e54620cf444fa48fcb3c699a6cbd9fca08b2108d8ad4e07dcd8b249,"
        + " 1f77afadbf0a571b8a58a1bc13972c01",
    "rsa-sha512, 55627f2e79e28d7c9494063c03d58b27677a8d95dc6449e34b0d032d827b8730,"
        + " fe02eaec483dd57f8a69ca54a8d94b1595489b6b234abae8b8ad659bcc8fbdef",
    "ecdsa-sha1, 02d9c149e4e4eae088c0904921321d3479c513434957f01b0f325dbcda6b7a0c,",
    "ecdsa-sha224, 706164dc2a3fa849ca010d75cee63fb5df5eb7aaa509d21f4bbc6efc,",
    "ecdsa-sha256, 326f8c6ab159b50b62bd5511eae9798b50efbda946681e85c2e35ba05fddef46,",
    "ecdsa-sha384, 7d54d204b5a0263eb8a511f25686194ce869eca10ec58cd676b798d60aab08f8,"
        + " f5ac428e6c165b78806bed43694f9811",
    "ecdsa-sha512, 2a4e64dcd66e8aba57b894ec1e577363e1d2431d9eaf54f1a84d7981da00f8db,"
        + " 372a4f39c941e835c39962199b6a46f50fdb657f0170a035d7556ff23ed2bf10",
    "ecdsa-sha3-256, 533661e4080689a6958188fc8caf8ee35f6083d002541154f94a6c49bf0dea62,",
    "rsa-pss-sha1, a46eccf67bfdae04d88f98aed8053f45b14f04caf542b841f1b9fe7cfd9a9c39,",
    "rsa-pss-sha256, f13d0ed514757166c4ced10c30acc31bb05cb6a6f6c0756cc123ee0759fa94d1,",
    "rsa-pss-sha384, cd121e57e7a931b5ecfe070dfb7501b3beb2d92f57bcb13b61379aa2ef5b0f48,"
        + " 3cd029a548430751bb9aadbcbf7729b1",
    "rsa-pss-sha512, 7d3ee8cb3d0b3c61bdb94ee997b5f30684679406cc22232af9cc5ae4bea59fac,"
        + " b3b14dd45a056d13fda59dc8bc66e1a389c27f67aeb6c8d07db0d4c35a2d665a"
  })
  void hashesByTheDigestOfTheSignature(String name, String first, @Nullable String rest)
      throws Exception {
    assertEquals(
        new EndPointBinding(HexFormat.of().parseHex(first + (rest == null ? "" : rest))),
        EndPointBinding.of(certificate(name)));
  }

  @Test
  void hasNoBindingWithoutADigest() throws Exception {
    assertNull(EndPointBinding.of(certificate("ed25519")));
  }

  private static X509Certificate certificate(String name) throws Exception {
    try (InputStream in = EndPointBindingTest.class.getResourceAsStream(name + ".pem")) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
