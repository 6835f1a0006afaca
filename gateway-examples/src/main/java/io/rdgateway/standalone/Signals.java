/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

/** What the operating system tells a process. */
interface Signals {
  /**
   * Runs something whenever a signal comes.
   *
   * @param name without SIG, such as {@code HUP}
   * @param action must be quick
   * @return false if this machine has no such signal, or the JVM does not hand it over
   */
  boolean on(String name, Runnable action);

  /** Those of this process, in every JVM that has {@code sun.misc.Signal}. */
  static Signals ofSystem() {
    return SystemSignals::handle;
  }
}
