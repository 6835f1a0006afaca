/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.rdpfile;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * The signature of a file, found to be that of its content. By whom it is means nothing until
 * {@link #requireTrusted} has been asked.
 *
 * @param chain the certificates in the signature, the signer's first
 */
public record RdpSignature(List<X509Certificate> chain) {

  /** Copies the chain. */
  public RdpSignature {
    chain = List.copyOf(chain);
  }

  /**
   * Verifies as mstsc does: the signature covers everything in the file that can be signed, and
   * holds. SHA-1 is refused.
   *
   * @param file a signed one
   * @return the signature
   * @throws RdpFileException if the file is not signed, or the signature does not hold or cover it
   */
  public static RdpSignature verify(RdpFile file) throws RdpFileException {
    String value = required(file, RdpProperty.SIGNATURE);
    List<String> names = List.of(required(file, RdpProperty.SIGN_SCOPE).split(",", -1));
    Set<String> covered = new HashSet<>();
    for (String name : names) {
      RdpLine line =
          file.line(name)
              .orElseThrow(
                  () -> new RdpFileException("the signature covers a setting that is missing"));
      if (!covered.add(line.key())) {
        throw new RdpFileException("the signature covers \"" + line.key() + "\" twice");
      }
    }
    for (RdpLine line : file.lines()) {
      if (SignScope.covers(line.key()) && !covered.contains(line.key())) {
        throw new RdpFileException("the signature does not cover \"" + line.key() + "\"");
      }
    }
    for (RdpProperty host : List.of(RdpProperty.FULL_ADDRESS, RdpProperty.ALTERNATE_FULL_ADDRESS)) {
      required(file, host);
    }
    return new RdpSignature(SignatureBlob.verify(value, SignScope.of(file, names).message()));
  }

  private static String required(RdpFile file, RdpProperty property) throws RdpFileException {
    return file.text(property)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> new RdpFileException("the file has no \"" + property.fileName() + "\""));
  }

  /**
   * Checks the signer's chain (RFC 5280) without asking for revocation.
   *
   * @param anchors whom to trust: roots, or the signer's own certificate
   * @param at the time of the question
   * @throws RdpFileException if no chain leads to an anchor
   */
  public void requireTrusted(Collection<X509Certificate> anchors, Instant at)
      throws RdpFileException {
    try {
      if (anchors.contains(chain.get(0))) {
        chain.get(0).checkValidity(Date.from(at));
        return;
      }
      PKIXParameters parameters =
          new PKIXParameters(
              anchors.stream()
                  .map(anchor -> new TrustAnchor(anchor, null))
                  .collect(Collectors.toSet()));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(path(anchors)), parameters);
    } catch (GeneralSecurityException e) {
      throw new RdpFileException("the signer of the file is not trusted", e);
    }
  }

  /** From the signer up to below an anchor; a signature holds its certificates in any order. */
  private List<X509Certificate> path(Collection<X509Certificate> anchors) {
    List<X509Certificate> path = new ArrayList<>();
    Optional<X509Certificate> next = Optional.of(chain.get(0));
    while (next.isPresent()) {
      X500Principal issuer = next.get().getIssuerX500Principal();
      path.add(next.get());
      next =
          chain.stream()
              .filter(one -> one.getSubjectX500Principal().equals(issuer))
              .filter(one -> !path.contains(one) && !anchors.contains(one))
              .findFirst();
    }
    return path;
  }
}
