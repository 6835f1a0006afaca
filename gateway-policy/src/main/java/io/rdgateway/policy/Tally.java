/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.Decision;
import org.jspecify.annotations.Nullable;

/** Makes one decision of several, for one request. */
interface Tally<T> {

  /** Takes the next answer; what it returns is the decision, and null asks the next policy. */
  @Nullable Decision<T> take(Decision<T> answer);

  /** The decision after the last answer. */
  Decision<T> end();
}
