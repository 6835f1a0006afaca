/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * Where a certificate says that its authority tells of revocations.
 *
 * @param responder of OCSP (RFC 5280, section 4.2.2.1)
 * @param lists addresses of revocation lists (section 4.2.1.13), at most two
 */
record AuthorityPlaces(Optional<String> responder, List<String> lists) {
  private static final String INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";
  private static final String DISTRIBUTION_POINTS = "2.5.29.31";
  private static final int MAX_LISTS = 2;

  /**
   * Reads the extensions.
   *
   * @throws CertificateException if they are malformed
   */
  static AuthorityPlaces of(X509Certificate certificate) throws CertificateException {
    List<String> responders =
        Extensions.list(
            certificate,
            INFORMATION_ACCESS,
            content ->
                Arrays.stream(
                        AuthorityInformationAccess.getInstance(content).getAccessDescriptions())
                    .filter(access -> access.getAccessMethod().equals(AccessDescription.id_ad_ocsp))
                    .flatMap(access -> address(access.getAccessLocation()))
                    .toList());
    List<String> lists =
        Extensions.list(
            certificate,
            DISTRIBUTION_POINTS,
            content ->
                Arrays.stream(CRLDistPoint.getInstance(content).getDistributionPoints())
                    .flatMap(AuthorityPlaces::addresses)
                    .limit(MAX_LISTS)
                    .toList());
    return new AuthorityPlaces(responders.stream().findFirst(), lists);
  }

  private static Stream<String> addresses(DistributionPoint point) {
    DistributionPointName name = point.getDistributionPoint();
    return name == null || name.getType() != DistributionPointName.FULL_NAME
        ? Stream.empty()
        : Arrays.stream(GeneralNames.getInstance(name.getName()).getNames())
            .flatMap(AuthorityPlaces::address);
  }

  private static Stream<String> address(GeneralName name) {
    return Stream.of(name)
        .filter(general -> general.getTagNo() == GeneralName.uniformResourceIdentifier)
        .map(general -> general.getName().toString())
        .filter(Fetch::isPossible);
  }
}
