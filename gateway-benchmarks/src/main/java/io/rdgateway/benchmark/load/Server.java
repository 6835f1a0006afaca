/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import java.net.InetSocketAddress;

/**
 * What is measured, as its clients see it.
 *
 * @param address where it listens
 * @param protocol how the target is reached through it
 * @param signIn how clients prove who they are; without a meaning for TLS
 * @param secret the token, or the password of {@link #USER}
 * @param target the host behind it
 */
public record Server(
    InetSocketAddress address,
    Protocol protocol,
    SignIn signIn,
    String secret,
    InetSocketAddress target) {
  /** The only user. */
  public static final String USER = "load";

  @Override
  public String toString() {
    return "Server[" + address + ", " + protocol + ", " + signIn + ", " + target + "]";
  }
}
