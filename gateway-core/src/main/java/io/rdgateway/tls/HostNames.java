/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tls;

import io.rdgateway.spi.ConfigurationException;
import java.net.IDN;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;

/** Turns names as people write them into subject alternative names. Asks no name service. */
final class HostNames {
  private static final int MAX_LENGTH = 253;
  private static final Pattern DNS_NAME =
      Pattern.compile(
          "(\\*\\.)?[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LIKE_AN_ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  private HostNames() {}

  /**
   * Converts names.
   *
   * @param names DNS names, international ones as people write them, and IP addresses
   * @return the extension's value
   * @throws ConfigurationException if there is none or one is malformed
   */
  static GeneralNames of(List<String> names) {
    if (names.isEmpty()) {
      throw new ConfigurationException(
          "A certificate needs at least one host name; give the name that clients will use.");
    }
    return new GeneralNames(names.stream().map(HostNames::convert).toArray(GeneralName[]::new));
  }

  private static GeneralName convert(String name) {
    if (IPAddress.isValid(name)) {
      return new GeneralName(GeneralName.iPAddress, name);
    }
    String ascii = toAscii(name);
    if (LIKE_AN_ADDRESS.matcher(name).matches()
        || ascii.length() > MAX_LENGTH
        || !DNS_NAME.matcher(ascii).matches()) {
      throw malformed(name);
    }
    return new GeneralName(GeneralName.dNSName, ascii);
  }

  private static String toAscii(String name) {
    try {
      return IDN.toASCII(name);
    } catch (IllegalArgumentException e) {
      throw malformed(name);
    }
  }

  private static ConfigurationException malformed(String name) {
    return new ConfigurationException(
        "\"" + name + "\" is neither a host name nor an IP address; correct it.");
  }
}
