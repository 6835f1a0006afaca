/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import io.rdgateway.benchmark.load.Protocol;
import io.rdgateway.benchmark.load.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** One of those that are compared. */
interface Contender {

  /**
   * Where a contender is started.
   *
   * @param folder for its files
   * @param certificate PEM
   * @param key PEM
   * @param targetPort of the host behind it, on loopback
   * @param tunnels how many it has to take
   */
  record Place(
      Path folder, Path certificate, Path key, int targetPort, Scenario scenario, int tunnels) {}

  /**
   * A contender that takes connections on loopback.
   *
   * @param child its program
   * @param port where it listens
   * @param secret what clients sign in with; empty for a proxy
   * @param heap its heap; empty where there is none
   */
  record Running(Child child, int port, String secret, Optional<Heap> heap)
      implements AutoCloseable {
    @Override
    public void close() {
      child.close();
    }

    @Override
    public String toString() {
      return "Running[" + child.pid() + ", " + port + "]";
    }
  }

  /** What tables call it. */
  String label();

  /** How clients reach the target through it. */
  Protocol protocol();

  /** Starts it; it then takes connections. */
  Running start(Place place) throws IOException, InterruptedException;

  /** Its version. */
  String version() throws IOException, InterruptedException;
}
