/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The blocking steps of one opening: each is bounded in time and fails in the same form. */
final class Steps {

  /** What a step does. */
  interface Call<T> {
    T run() throws IOException;
  }

  private final Duration timeout;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();

  Steps(Duration timeout) {
    this.timeout = timeout;
  }

  /** A new connection, which ends with all others if a step is too slow. */
  Connection connection() {
    Connection connection = new Connection();
    connections.add(connection);
    return connection;
  }

  void kill() {
    connections.forEach(Connection::kill);
  }

  /**
   * Runs a step.
   *
   * @param what completes the sentence "... failed"
   */
  <T> T run(GatewayClientException.Stage stage, String what, Call<T> call)
      throws GatewayClientException {
    Deadline deadline = new Deadline(timeout, this::kill);
    try {
      T result = call.run();
      if (!deadline.met()) {
        throw late(stage, what);
      }
      return result;
    } catch (GatewayClientException e) {
      throw e;
    } catch (IOException e) {
      if (!deadline.met()) {
        throw late(stage, what);
      }
      throw GatewayClientException.failed(stage, what + " failed: " + reason(e), e);
    } finally {
      deadline.met();
    }
  }

  private GatewayClientException late(GatewayClientException.Stage stage, String what) {
    return GatewayClientException.failed(
        stage, what + " failed: it took more than " + timeout.toMillis() + " ms");
  }

  static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
