/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

/** How bad a finding is, the best first. */
enum Verdict {
  /** As it should be. */
  OK,

  /** To know; nothing to do. */
  NOTE,

  /** Works for some, or not for long. */
  WARNING,

  /** Does not work. */
  PROBLEM
}
