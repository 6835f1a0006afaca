/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The program while it serves, with signals that a test sends, and what it prints. */
final class ServedProgram extends StringWriter implements AutoCloseable {
  private static final Pattern SERVING = Pattern.compile("Serving on \\S*?:(\\d+)[, ]");

  private final StringWriter err = new StringWriter();
  private final Map<String, Runnable> handlers = new ConcurrentHashMap<>();
  private final CompletableFuture<Integer> result = new CompletableFuture<>();
  private final Thread thread;
  private final int port;

  ServedProgram(Path folder) throws InterruptedException {
    Signals signals =
        (name, action) -> {
          handlers.put(name, action);
          return true;
        };
    PrintWriter out = new PrintWriter(this, true);
    thread =
        new Thread(
            () -> {
              int code =
                  Main.run(
                      folder,
                      out,
                      new PrintWriter(err, true),
                      signals,
                      "serve",
                      "--config",
                      "gateway.yaml");
              out.println("Returned " + code + " " + err);
              result.complete(code);
            },
            "served-program");
    thread.setDaemon(true);
    thread.start();
    String said = await("Serving on|Returned");
    Matcher serving = SERVING.matcher(said);
    if (!serving.find()) {
      throw new AssertionError(said);
    }
    port = Integer.parseInt(serving.group(1));
  }

  @Override
  public synchronized void write(@Nullable String text, int start, int length) {
    super.write(text, start, length);
    notifyAll();
  }

  /** Waits until something has been said. */
  synchronized String await(String pattern) throws InterruptedException {
    Pattern wanted = Pattern.compile(pattern);
    while (!wanted.matcher(toString()).find()) {
      wait();
    }
    return toString();
  }

  int port() {
    return port;
  }

  void signal(String name) {
    Runnable handler = handlers.get(name);
    if (handler == null) {
      throw new AssertionError("nobody handles " + name);
    }
    handler.run();
  }

  /** What the program returns. */
  int result() throws Exception {
    return result.get(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }
}
