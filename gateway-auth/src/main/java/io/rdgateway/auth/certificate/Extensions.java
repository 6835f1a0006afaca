/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1OctetString;

/** Reads extensions that the JDK leaves alone. */
final class Extensions {
  private Extensions() {}

  /**
   * What an extension lists.
   *
   * @param read takes the content of the extension
   * @return nothing if the certificate has no such extension
   * @throws CertificateException if it is malformed
   */
  static <T> List<T> list(X509Certificate certificate, String oid, Function<byte[], List<T>> read)
      throws CertificateException {
    byte[] extension = certificate.getExtensionValue(oid);
    if (extension == null) {
      return List.of();
    }
    try {
      return read.apply(ASN1OctetString.getInstance(extension).getOctets());
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      // All three are the parser's way to say so.
      throw new CertificateException("the extension " + oid + " is malformed", e);
    }
  }
}
