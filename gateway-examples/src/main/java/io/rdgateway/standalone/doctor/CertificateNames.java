/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.tls.TlsIdentity;
import java.util.List;

/** Whether one of the certificates names what clients call the gateway. */
record CertificateNames(List<TlsIdentity> identities, String name) implements Check {
  @Override
  public String subject() {
    return "certificate: names";
  }

  @Override
  public List<Finding> look() {
    List<String> names =
        identities.stream().flatMap(identity -> identity.names().stream()).toList();
    if (names.isEmpty()) {
      return List.of(
          Finding.problem(
              "The certificate has no subject alternative names; clients do not look at its"
                  + " subject any more.",
              "get one that names " + name));
    }
    return List.of(
        names.stream().anyMatch(this::covers)
            ? Finding.ok("The certificate names " + name + ".")
            : Finding.problem(
                "Clients call the gateway "
                    + name
                    + ", and the certificate names only "
                    + String.join(", ", names)
                    + ": they refuse it or warn.",
                "get a certificate that names it, or correct \"name\""));
  }

  private boolean covers(String pattern) {
    int dot = name.indexOf('.');
    return pattern.equalsIgnoreCase(name)
        || (pattern.startsWith("*.")
            && dot > 0
            && pattern.substring(1).equalsIgnoreCase(name.substring(dot)));
  }
}
