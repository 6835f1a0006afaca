/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.hook;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Why a hook gave no answer. Every one of them is a refusal.
 *
 * @param kind what went wrong
 * @param cause the exception of {@link Kind#FAILED}
 */
public record HookFailure(Kind kind, @Nullable Throwable cause) {

  /** What can go wrong. */
  public enum Kind {
    /** It threw, or its future failed. */
    FAILED,
    /** It answered null. */
    NO_ANSWER,
    /** Its deadline passed. */
    TIMED_OUT,
    /** Its executor had no room. */
    OVERLOADED
  }

  /** One sentence for the administrator. */
  public String explanation(HookKind hook) {
    return switch (kind) {
      case FAILED -> "the " + hook + " hook failed with " + root();
      case NO_ANSWER -> "the " + hook + " hook answered null";
      case TIMED_OUT -> "the " + hook + " hook did not answer in time";
      case OVERLOADED -> "too many calls wait for the " + hook + " hook";
    };
  }

  /** What a future wrapped. */
  private String root() {
    Throwable root = cause;
    while (root instanceof CompletionException && root.getCause() != null) {
      root = root.getCause();
    }
    return root == null ? "nothing" : root.getClass().getName();
  }
}
