/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.hook;

import java.util.Locale;

/**
 * The kinds of hooks. Each has an executor of its own, so that a dead directory starves neither DNS
 * nor policies.
 */
public enum HookKind {
  AUTHENTICATION,
  CONNECTION_POLICY,
  RESOURCE_POLICY,
  RESOLVER,
  ENDPOINT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
