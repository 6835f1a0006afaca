/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import java.util.List;

/** Looks at one thing. */
interface Check {
  /** What it looks at, in a few words; unique among the checks of a run. */
  String subject();

  /** Looks; may block on the network, never longer than a few seconds for each step. */
  List<Finding> look();
}
