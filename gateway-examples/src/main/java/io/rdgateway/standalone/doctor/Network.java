/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What checks see of the network. Each call but a look-up ends within a few seconds. Thread-safe.
 */
interface Network {
  /**
   * Looks a name up.
   *
   * @return at least one address
   * @throws IOException if there is none
   */
  List<InetAddress> addresses(String host) throws IOException;

  /** Opens a TCP connection, whose reads end after a few seconds. */
  Wire connect(InetSocketAddress to) throws IOException;

  /** Sends a datagram and takes the first one that comes back from there. */
  byte[] datagram(InetSocketAddress to, byte[] request) throws IOException;

  /** Asks by HTTPS, trusting the authorities of the JVM, and follows no redirection. */
  Page get(URI uri) throws IOException;

  /** A TCP connection. */
  interface Wire extends Closeable {
    InputStream in() throws IOException;

    OutputStream out() throws IOException;
  }

  /**
   * The head of an answer by HTTP.
   *
   * @param status the code
   * @param date the field {@code Date}; null without
   */
  record Page(int status, @Nullable String date) {}
}
