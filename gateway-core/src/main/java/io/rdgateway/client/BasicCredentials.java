/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** RFC 7617 with UTF-8. A second 401 is final: the password would not get better. */
final class BasicCredentials implements ClientCredentials {
  private final String value;
  private final boolean preemptive;

  BasicCredentials(String userName, String password, boolean preemptive) {
    boolean clean =
        userName.indexOf(':') < 0
            && (userName + password).chars().noneMatch(Character::isISOControl);
    if (!clean) {
      throw new IllegalArgumentException(
          "Basic takes no control characters and no colon in the user name");
    }
    byte[] pair = (userName + ':' + password).getBytes(StandardCharsets.UTF_8);
    value = "Basic " + Base64.getEncoder().encodeToString(pair);
    this.preemptive = preemptive;
  }

  @Override
  public ClientSignIn start(Target target) {
    boolean[] sent = new boolean[1];
    return challenges -> {
      boolean first = challenges.isEmpty();
      if (sent[0] || (first ? !preemptive : !Challenges.offer(challenges, "Basic"))) {
        return null;
      }
      sent[0] = true;
      return value;
    };
  }

  @Override
  public String toString() {
    return "Basic[<redacted>]";
  }
}
