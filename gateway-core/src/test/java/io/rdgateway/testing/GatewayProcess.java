/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.testing;

import io.rdgateway.GatewayEvent;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A gateway in a process of its own, for what one cannot do to the process of the tests. */
public final class GatewayProcess {
  private GatewayProcess() {}

  /** The question why the channel with this number, from 1 on, could not be opened. */
  public static final String WHY = "why ";

  /**
   * Says its port, and then answers each line: why a channel failed, or whether it can still open a
   * file.
   */
  public static void main(String[] args) throws IOException {
    try (TestGateway gateway = TestGateway.plain();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      System.out.println("port " + gateway.address().getPort());
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(WHY)) {
          int number = Integer.parseInt(line.substring(WHY.length()));
          List<GatewayEvent.ChannelFailed> failed =
              gateway.events.awaitCount(GatewayEvent.ChannelFailed.class, e -> true, number);
          System.out.println("failed " + failed.get(number - 1).explanation());
        } else {
          System.out.println(canOpen(args[0]) ? "free" : "exhausted");
        }
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
