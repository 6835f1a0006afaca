/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

/** How clients prove who they are. */
public enum SignIn {
  /** By a cookie in the tunnel (PAA), without a sign-in over HTTP. */
  TOKEN,
  /** By name and password over HTTP, sent with the first request. */
  BASIC
}
