/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By reflection, because the class is no part of the Java platform. */
final class SystemSignals {
  private static final Logger LOG = LoggerFactory.getLogger(SystemSignals.class);

  private SystemSignals() {}

  static boolean handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object handling =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
      return true;
    } catch (InvocationTargetException e) {
      LOG.info("The signal {} is not handled: {}", name, String.valueOf(e.getCause()));
      return false;
    } catch (ReflectiveOperationException e) {
      LOG.info("Signals are not handled by this JVM: {}", e.toString());
      return false;
    }
  }
}
