/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

/**
 * How far the client has come with the reauthentication of a tunnel (MS-TSGU 3.2.7.1.4). That the
 * resource is authorized has no value here: it ends the reauthentication.
 */
public enum ReauthStatus {
  /** Nobody has signed in again. */
  NONE,
  /** The user has signed in; the connection policy has not allowed it. */
  AUTHENTICATED,
  /** The connection policy has refused the client for its state of health. */
  QUARANTINED,
  /** The connection policy has allowed it; the resource policy has not. */
  USER_AUTHORIZED
}
