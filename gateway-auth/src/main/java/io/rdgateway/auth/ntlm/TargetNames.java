/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The names under which the gateway presents itself to NTLM clients (MS-NLMP 2.2.2.1). Clients sign
 * them; some show the domain. When a domain controller verifies the proofs, the NetBIOS names must
 * be those of the machine account that asks it and of its domain.
 *
 * @param netbiosComputer 1 to 15 characters
 * @param netbiosDomain 1 to 15 characters; null when the gateway stands alone
 * @param dnsComputer the full host name, at most 255 characters
 * @param dnsDomain the DNS name of the domain; null when the gateway stands alone
 */
public record TargetNames(
    String netbiosComputer,
    @Nullable String netbiosDomain,
    String dnsComputer,
    @Nullable String dnsDomain) {
  private static final int NETBIOS_LENGTH = 15;
  private static final int DNS_LENGTH = 255;

  /** Checks the lengths and the characters. */
  public TargetNames {
    check(netbiosComputer, NETBIOS_LENGTH);
    check(dnsComputer, DNS_LENGTH);
    if (netbiosDomain != null) {
      check(netbiosDomain, NETBIOS_LENGTH);
    }
    if (dnsDomain != null) {
      check(dnsDomain, DNS_LENGTH);
    }
  }

  private static void check(String name, int maxLength) {
    if (name.isEmpty()
        || name.length() > maxLength
        || name.chars().anyMatch(c -> c <= ' ' || c == 127 || "\\/:*?\"<>|".indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "not a computer or domain name of 1 to " + maxLength + " characters");
    }
  }

  /**
   * The names of a gateway that belongs to no domain.
   *
   * @param hostName the full host name that clients know it by; its first label, in upper case and
   *     cut to 15 characters, becomes the NetBIOS name
   * @return the names
   * @throws IllegalArgumentException if it is no host name
   */
  public static TargetNames standAlone(String hostName) {
    String label = hostName.split("\\.", 2)[0].toUpperCase(Locale.ROOT);
    return new TargetNames(
        label.substring(0, Math.min(NETBIOS_LENGTH, label.length())), null, hostName, null);
  }

  /** TargetName of the challenge. */
  String target() {
    return netbiosDomain != null ? netbiosDomain : netbiosComputer;
  }

  int targetType() {
    return netbiosDomain != null ? NtlmFlags.TARGET_TYPE_DOMAIN : NtlmFlags.TARGET_TYPE_SERVER;
  }

  /** The pairs of the challenge; both NetBIOS names must be there for Windows clients. */
  AvPairs pairs(byte[] fileTime) {
    var pairs =
        new AvPairs.Builder()
            .add(AvId.NB_DOMAIN_NAME, target())
            .add(AvId.NB_COMPUTER_NAME, netbiosComputer);
    if (dnsDomain != null) {
      pairs.add(AvId.DNS_DOMAIN_NAME, dnsDomain);
    }
    return pairs.add(AvId.DNS_COMPUTER_NAME, dnsComputer).add(AvId.TIMESTAMP, fileTime).build();
  }
}
