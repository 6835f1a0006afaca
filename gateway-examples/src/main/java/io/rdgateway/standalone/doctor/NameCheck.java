/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/**
 * Whether a name can be found.
 *
 * @param role whose it is, as in "the gateway"
 * @param host the name, or an address, which is always found
 * @param needed whether something fails without it
 */
record NameCheck(String role, String host, boolean needed, Network network) implements Check {
  @Override
  public String subject() {
    return "name of " + role + ": " + host;
  }

  @Override
  public List<Finding> look() {
    List<InetAddress> addresses;
    try {
      addresses = network.addresses(host);
    } catch (IOException e) {
      String remedy = "correct the name, or add it to the DNS that this machine asks";
      String sentence = "The name " + host + " of " + role + " cannot be found.";
      return List.of(
          needed ? Finding.problem(sentence, remedy) : Finding.warning(sentence, remedy));
    }
    List<String> texts = addresses.stream().map(InetAddress::getHostAddress).toList();
    if (addresses.stream().allMatch(InetAddress::isLoopbackAddress)) {
      return List.of(
          Finding.warning(
              "The name " + host + " of " + role + " leads to this machine itself: " + texts + ".",
              "see /etc/hosts; other machines have to find another address"));
    }
    return List.of(Finding.ok(host + " is " + String.join(", ", texts) + "."));
  }
}
