/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.testing.GatewayProcess;
import io.rdgateway.testing.Hosts;
import io.rdgateway.testing.RawClient;
import io.rdgateway.testing.TestGateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that has no file descriptor left accepts nobody, and serves those whom it has. */
@EnabledOnOs(OS.LINUX)
class DescriptorsTest {
  private static final int DESCRIPTORS = 200;

  @TempDir private Path folder;

  @Test
  void tunnelsGoOnWithoutDescriptorsAndNewOnesOpenWhenThereAreSome() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n " + DESCRIPTORS + " && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                GatewayProcess.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<RawClient> flood = new ArrayList<>();
    try (Hosts host = Hosts.echo();
        BufferedReader says =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        Writer asks = process.outputWriter(StandardCharsets.US_ASCII)) {
      int port = Integer.parseInt(line(says, "port ").substring("port ".length()));
      InetSocketAddress gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      try (GatewayChannel tunnel = open(gateway, host.port())) {
        compare(tunnel);

        String answer = "";
        while (!answer.equals("exhausted")) {
          assertTrue(flood.size() < 4 * DESCRIPTORS, "the descriptors do not end");
          flood.add(new RawClient(gateway));
          asks.write("?\n");
          asks.flush();
          answer = line(says, "");
        }
        flood.add(new RawClient(gateway)); // waits in the kernel
        compare(tunnel);

        flood.forEach(RawClient::close);
        try (GatewayChannel next = open(gateway, host.port())) {
          compare(next);
        }
        compare(tunnel);
      }
    } finally {
      flood.forEach(RawClient::close);
      process.destroyForcibly().waitFor();
    }
  }

  /** The next line that begins so; the log goes the same way. */
  private static String line(BufferedReader says, String start) throws IOException {
    while (true) {
      String line = says.readLine();
      assertNotNull(line, "the process has ended");
      boolean answer = line.equals("free") || line.equals("exhausted");
      if (start.isEmpty() ? answer : line.startsWith(start)) {
        return line;
      }
    }
  }

  private static GatewayChannel open(InetSocketAddress gateway, int port) throws IOException {
    return GatewayClient.builder("gateway.example", gateway.getPort())
        .connectTo(gateway)
        .insecurePlainHttp()
        .credentials(ClientCredentials.preemptiveBasic("alice", TestGateway.PASSWORD))
        .build()
        .open("127.0.0.1", port);
  }

  private static void compare(GatewayChannel tunnel) throws IOException {
    byte[] bytes = new byte[40_000];
    new Random(1).nextBytes(bytes);
    tunnel.output().write(bytes);
    tunnel.output().flush();
    assertArrayEquals(bytes, tunnel.input().readNBytes(bytes.length));
  }
}
