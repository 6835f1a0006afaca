/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import java.util.List;

/** Something that is known without a look. */
record Known(String subject, Finding finding) implements Check {
  @Override
  public List<Finding> look() {
    return List.of(finding);
  }
}
