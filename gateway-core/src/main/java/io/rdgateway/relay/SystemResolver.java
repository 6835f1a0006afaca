/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.relay;

import io.rdgateway.spi.ResourceResolver;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Resolves by the operating system. */
public final class SystemResolver implements ResourceResolver {

  @Override
  public CompletionStage<List<InetSocketAddress>> resolve(
      String name, int port, UserPrincipal principal, Executor blocking) {
    try {
      return CompletableFuture.completedFuture(
          Arrays.stream(InetAddress.getAllByName(name))
              .map(a -> new InetSocketAddress(a, port))
              .toList());
    } catch (UnknownHostException e) {
      return CompletableFuture.completedFuture(List.of());
    }
  }
}
