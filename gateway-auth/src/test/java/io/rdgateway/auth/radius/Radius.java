/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Servers, clients and questions of the tests. */
final class Radius {
  static final InetSocketAddress FIRST = new InetSocketAddress("192.0.2.1", 1812);
  static final InetSocketAddress SECOND = new InetSocketAddress("192.0.2.2", 1812);
  static final InetSocketAddress THIRD = new InetSocketAddress("192.0.2.3", 1812);
  static final SharedSecret SECRET = SharedSecret.of(Wire.SECRET);

  private Radius() {}

  static RadiusClient client(ManualLoop loop, RadiusServer... servers) {
    return new RadiusClient(List.of(servers), loop, new Random(1));
  }

  static RadiusServer server(InetSocketAddress address) {
    return RadiusServer.of(address, SECRET);
  }

  static Question asking(String name) {
    return question(Code.ACCESS_REQUEST, name);
  }

  static Question question(int code, String name) {
    return new Question() {
      @Override
      public int code() {
        return code;
      }

      @Override
      public void write(RequestWriter out) {
        out.add(AttributeType.USER_NAME, name.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  /** The kind of the reply that has come. */
  static int code(CompletableFuture<Reply> answer) {
    assertTrue(answer.isDone(), "no answer yet");
    return answer.join().code();
  }

  static void assertWaiting(CompletableFuture<?> answer) {
    assertFalse(answer.isDone(), answer::toString);
  }

  /** Why there is no answer. */
  static String failure(CompletableFuture<?> answer) {
    assertTrue(answer.isCompletedExceptionally(), answer::toString);
    try {
      return String.valueOf(answer.join());
    } catch (CompletionException e) {
      return String.valueOf(e.getCause());
    }
  }
}
