/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

/** Counts and throws away what the host sends without a pause. */
final class SourceRole extends Role {
  private final Counters counters;

  SourceRole(Counters counters) {
    super(Target.SOURCE);
    this.counters = counters;
  }

  @Override
  void data(int bytes) {
    counters.received(bytes);
  }
}
