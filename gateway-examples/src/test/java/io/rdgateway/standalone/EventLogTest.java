/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rdgateway.GatewayEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventLogTest {
  @Test
  void anEventIsOneReadableLine() throws Exception {
    assertEquals(
        "request refused: /10.1.2.3:5, 400: a \\u{a} in \\u{1b}[a head]",
        EventLog.line(
            new GatewayEvent.RequestRefused(
                Instant.EPOCH,
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 1, 2, 3}), 5),
                400,
                "a \n in \u001b[a head]")));
  }
}
