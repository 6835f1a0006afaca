/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import io.rdgateway.spi.RejectReason;

/**
 * Finds the user to whom a certificate belongs. Asked at the sign-in, and again when a live tunnel
 * is reviewed. Thread-safe; called on a hook executor.
 */
@FunctionalInterface
public interface CertificateUsers {

  /**
   * Finds the user. May block.
   *
   * @param names what the certificate says of its owner
   * @return the user or why there is none, never null
   * @throws Exception anything at all: a refusal
   */
  CertificateLookup find(CertificateNames names) throws Exception;

  /**
   * Takes the user principal name, which Windows puts into certificates for its users (subject
   * alternative name of the type 1.3.6.1.4.1.311.20.2.3). Certificates without one, or with
   * several, are refused with {@code certificate-no-name}.
   *
   * @param users knows them by this name, for example {@code alice@corp.example}
   * @return finds users by it
   */
  static CertificateUsers byUserPrincipalName(NamedUsers users) {
    return names -> named(users, names.userPrincipalName());
  }

  /**
   * Takes the whole subject in the canonical form of RFC 2253 (lower case, no needless spaces), for
   * example {@code cn=alice,o=corp}. Certificates without one are refused with {@code
   * certificate-no-name}.
   *
   * @param users knows them by this name
   * @return finds users by it
   */
  static CertificateUsers bySubject(NamedUsers users) {
    return names -> named(users, names.subject());
  }

  private static CertificateLookup named(NamedUsers users, String name) throws Exception {
    boolean usable =
        !name.isEmpty()
            && name.length() <= CertificateNames.MAX_LENGTH
            && name.chars().noneMatch(Character::isISOControl);
    return usable
        ? users.byCertifiedName(name)
        : new CertificateLookup.Missing(
            new RejectReason(
                "certificate-no-name",
                "the certificate has no name by which its user could be found"));
  }
}
