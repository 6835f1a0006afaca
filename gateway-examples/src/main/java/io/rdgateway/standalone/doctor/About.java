/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import java.util.List;

/**
 * A check of one of several things, which says of which.
 *
 * @param what as in "in other.pem"
 */
record About(String what, Check check) implements Check {
  @Override
  public String subject() {
    return check.subject() + " (" + what + ")";
  }

  @Override
  public List<Finding> look() {
    return check.look().stream()
        .map(found -> new Finding(found.verdict(), what + ": " + found.sentence(), found.remedy()))
        .toList();
  }
}
