/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

/** The kind of a denial, which decides the code that the client is told (MS-TSGU 2.2.6). */
public enum DenyCode {
  /**
   * Not covered by a policy: E_PROXY_NAP_ACCESSDENIED for a tunnel, E_PROXY_RAP_ACCESSDENIED for a
   * channel.
   */
  NOT_AUTHORIZED,
  /** A limit is reached: E_PROXY_MAXCONNECTIONSREACHED. */
  TOO_MANY_CONNECTIONS,
  /** The client lacks a capability that the policy demands: E_PROXY_CAPABILITYMISMATCH. */
  CAPABILITY_MISMATCH,
  /** The client's state of health: E_PROXY_QUARANTINE_ACCESSDENIED. */
  QUARANTINE,
  /** The hook failed, was late or had no room; told to the client like {@link #NOT_AUTHORIZED}. */
  HOOK_FAILED
}
