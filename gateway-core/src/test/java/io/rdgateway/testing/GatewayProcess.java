/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.testing;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A gateway in a process of its own, for what one cannot do to the process of the tests. */
public final class GatewayProcess {
  private GatewayProcess() {}

  /** Says its port, and then, for each line, whether it can still open a file. */
  public static void main(String[] args) throws IOException {
    try (TestGateway gateway = TestGateway.plain();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      System.out.println("port " + gateway.address().getPort());
      while (lines.readLine() != null) {
        System.out.println(canOpen(args[0]) ? "free" : "exhausted");
      }
    }
  }

  private static boolean canOpen(String file) {
    try (InputStream in = new FileInputStream(file)) {
      return in.available() >= 0;
    } catch (IOException e) {
      return false;
    }
  }
}
