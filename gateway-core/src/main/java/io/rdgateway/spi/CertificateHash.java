/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code tls-server-end-point} binds to (RFC 5929, section 4.1). */
final class CertificateHash {
  private CertificateHash() {}

  /**
   * The hash of a certificate by the digest of its own signature, where MD5 and SHA-1 give way to
   * SHA-256; null if the signature has none.
   */
  static byte @Nullable [] of(X509Certificate certificate) throws GeneralSecurityException {
    String signatureDigest = signatureDigest(certificate);
    if (signatureDigest == null) {
      return null;
    }
    return MessageDigest.getInstance(bindingDigest(signatureDigest))
        .digest(certificate.getEncoded());
  }

  private static @Nullable String signatureDigest(X509Certificate certificate)
      throws GeneralSecurityException {
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    if (algorithm.equals("RSASSA-PSS")) {
      return pssDigest(certificate.getSigAlgParams());
    }
    int with = algorithm.indexOf("WITH");
    return with < 0 ? null : algorithm.substring(0, with);
  }

  private static String pssDigest(byte @Nullable [] encoded) throws GeneralSecurityException {
    if (encoded == null) {
      return "SHA-1"; // the default of RFC 4055, section 3.1
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
      parameters.init(encoded);
      return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
    } catch (IOException e) {
      throw new GeneralSecurityException("the parameters of the signature are malformed", e);
    }
  }

  private static String bindingDigest(String signatureDigest) {
    String name = signatureDigest.replace("SHA-", "SHA");
    return switch (name) {
      case "MD2", "MD5", "SHA1" -> "SHA-256";
      case "SHA224", "SHA256", "SHA384", "SHA512", "SHA512/224", "SHA512/256" ->
          "SHA-" + name.substring("SHA".length());
      default -> name;
    };
  }
}
