/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Failures of the network in words. */
final class Failures {
  private Failures() {}

  static String words(IOException e) {
    if (e instanceof UnknownHostException) {
      return "its name cannot be found";
    }
    if (e instanceof ConnectException && e.getMessage() != null) {
      return e.getMessage();
    }
    if (e instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    return e instanceof SSLException
        ? "TLS: " + e.getMessage()
        : e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
  }
}
