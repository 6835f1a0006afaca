/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import io.rdgateway.policy.RulePolicy;
import io.rdgateway.spi.ConfigurationException;
import java.util.regex.Pattern;

/** Reads any bytes as a policy file; the entry point of a fuzzer. */
public final class PolicyFileFuzzTarget {

  private static final Pattern MESSAGE = Pattern.compile("policy\\.yaml:[1-9]\\d*:[1-9]\\d*: .+");

  private PolicyFileFuzzTarget() {}

  /**
   * Fails unless the bytes are refused in one line that names the place, or are a policy that
   * survives a round trip.
   */
  public static void fuzzerTestOneInput(byte[] data) {
    accepts(data);
  }

  /** As {@link #fuzzerTestOneInput}; tells which of the two it was. */
  static boolean accepts(byte[] data) {
    RulePolicy policy;
    try {
      policy = PolicyFile.parse(data, "policy.yaml");
    } catch (ConfigurationException e) {
      String message = String.valueOf(e.getMessage());
      if (!MESSAGE.matcher(message).matches() || message.length() > 600) {
        throw new AssertionError("not a helpful sentence: " + message, e);
      }
      return false;
    }
    String text = PolicyFile.write(policy);
    if (!policy.equals(PolicyFile.parse(text, "written.yaml"))) {
      throw new AssertionError("not read back: " + text);
    }
    return true;
  }
}
