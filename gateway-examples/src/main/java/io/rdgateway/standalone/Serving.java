/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.GatewayServer;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Keeps a gateway running until somebody wants the program to end. */
public final class Serving {
  private Serving() {}

  /**
   * Waits for Ctrl-C or another end of the JVM, and closes the gateway then; returns only if the
   * thread is interrupted.
   *
   * @param gateway a running one
   * @param say hears when it serves and when it has stopped
   */
  public static void untilStopped(GatewayServer gateway, Consumer<String> say) {
    Thread stop =
        new Thread(
            () -> {
              gateway.close();
              say.accept("Stopped.");
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    say.accept("Serving on " + gateway.addresses().get(0) + " until Ctrl-C.");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Runtime.getRuntime().removeShutdownHook(stop);
    }
  }
}
