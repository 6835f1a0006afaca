/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.jfr;

import io.rdgateway.hook.HookFailure;
import io.rdgateway.hook.HookKind;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A call of a hook that took longer than the recording's threshold. For one thread at a time. */
@Name("io.rdgateway.SlowHook")
@Label("Slow Hook")
@Description("Waiting for a thread and for the event loop is included")
@Category("RD Gateway")
@StackTrace(false)
@Threshold("100 ms")
public final class SlowHookEvent extends Event {
  @Label("Hook")
  @Nullable String hook;

  @Label("Result")
  @Nullable String result;

  /** A call that begins now. */
  public SlowHookEvent() {
    begin();
  }

  /**
   * The call is over.
   *
   * @param failure why there was no answer; null if there was
   */
  public void ended(HookKind kind, HookFailure.@Nullable Kind failure) {
    if (shouldCommit()) {
      hook = kind.toString();
      result = failure == null ? "ANSWERED" : failure.name();
      commit();
    }
  }
}
