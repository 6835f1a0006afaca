/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.spi.TransportKind;
import java.io.InputStream;
import java.util.List;

/**
 * An open way to the gateway.
 *
 * @param kind which
 * @param input the gateway's packets as one byte stream
 * @param output takes the client's
 * @param connections what it consists of
 */
record Transport(
    TransportKind kind, InputStream input, PacketOutput output, List<Connection> connections) {

  /** Ends at once and wakes all threads that are blocked. */
  void kill() {
    connections.forEach(Connection::kill);
  }

  /** Ends the connections in good order. */
  void close() {
    connections.forEach(Connection::close);
  }
}
