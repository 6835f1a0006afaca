/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;
import java.util.Locale;

/**
 * A kind of key that both TLS engines and the clients support.
 *
 * @param name for people, for example {@code RSA 2048} or {@code EC P-256}
 * @param probeAlgorithm a signature algorithm that every key of this kind can do
 */
record KeyKind(String name, String probeAlgorithm) {
  private static final int MIN_RSA_BITS = 2048;
  private static final List<String> CURVES = List.of("256", "384", "521");

  /**
   * Classifies a key.
   *
   * @param key of a certificate
   * @return its kind
   * @throws IllegalArgumentException if it is of no use here; the message is a noun that says why
   */
  static KeyKind of(PublicKey key) {
    String algorithm = key.getAlgorithm();
    if (key instanceof RSAPublicKey rsa && algorithm.equals("RSA")) {
      int bits = rsa.getModulus().bitLength();
      if (bits < MIN_RSA_BITS) {
        throw new IllegalArgumentException("an RSA key of only " + bits + " bits");
      }
      return new KeyKind("RSA " + bits, "SHA256withRSA");
    }
    if (key instanceof ECPublicKey ec) {
      for (String curve : CURVES) {
        if (isOn(ec, curve)) {
          return new KeyKind("EC P-" + curve, "SHA256withECDSA");
        }
      }
      throw new IllegalArgumentException("an EC key on a curve that clients do not support");
    }
    if (algorithm.toUpperCase(Locale.ROOT).startsWith("ED")) {
      throw new IllegalArgumentException(
          "an "
              + algorithm
              + " key, for which no channel binding is defined and which RDP clients do not support");
    }
    throw new IllegalArgumentException("a key of the unsupported kind " + algorithm);
  }

  private static boolean isOn(ECPublicKey key, String curve) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp" + curve + "r1"));
      ECParameterSpec expected = parameters.getParameterSpec(ECParameterSpec.class);
      ECParameterSpec actual = key.getParams();
      return actual.getCurve().equals(expected.getCurve())
          && actual.getGenerator().equals(expected.getGenerator())
          && actual.getOrder().equals(expected.getOrder());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks the curve P-" + curve, e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
