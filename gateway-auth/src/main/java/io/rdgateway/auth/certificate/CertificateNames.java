/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;

/**
 * What a certificate says of its owner.
 *
 * @param certificate the certificate itself
 * @param userPrincipalName the user principal name; empty if there is none, or more than one
 * @param subject the subject in the canonical form of RFC 2253; empty if there is none
 */
public record CertificateNames(
    X509Certificate certificate, String userPrincipalName, String subject) {
  /** The longest name that is taken. */
  static final int MAX_LENGTH = 1024;

  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
  private static final ASN1ObjectIdentifier USER_PRINCIPAL_NAME =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");

  /**
   * Reads the names.
   *
   * @param certificate whose
   * @return the names
   * @throws CertificateException if the alternative names are malformed
   */
  public static CertificateNames of(X509Certificate certificate) throws CertificateException {
    List<String> names = userPrincipalNames(certificate);
    return new CertificateNames(
        certificate,
        names.size() == 1 ? names.get(0) : "",
        certificate.getSubjectX500Principal().getName(X500Principal.CANONICAL));
  }

  private static List<String> userPrincipalNames(X509Certificate certificate)
      throws CertificateException {
    return Extensions.list(
        certificate,
        SUBJECT_ALTERNATIVE_NAME,
        content ->
            Arrays.stream(GeneralNames.getInstance(content).getNames())
                .filter(name -> name.getTagNo() == GeneralName.otherName)
                .map(name -> OtherName.getInstance(name.getName()))
                .filter(name -> name.getTypeID().equals(USER_PRINCIPAL_NAME))
                .map(name -> ASN1UTF8String.getInstance(name.getValue()).getString())
                .toList());
  }
}
