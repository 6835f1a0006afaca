/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.protocol.ChannelCreate;
import io.rdgateway.protocol.ChannelResponse;
import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.protocol.HandshakeRequest;
import io.rdgateway.protocol.HandshakeResponse;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelAuth;
import io.rdgateway.protocol.TunnelAuthResponse;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.protocol.TunnelResponse;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.testing.GatewayProcess;
import io.rdgateway.testing.Hosts;
import io.rdgateway.testing.RawClient;
import io.rdgateway.testing.Requests;
import io.rdgateway.testing.ScriptedClient;
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
      try (GatewayChannel tunnel = open(gateway, host.port());
          ScriptedClient early = tunnelWithoutAChannel(gateway);
          ScriptedClient late = tunnelWithoutAChannel(gateway)) {
        compare(tunnel);
        // Loads what a failure needs: a class file is a file as well.
        assertEquals(ResultCode.CONNECT_FAILED, openChannel(early, nobodysPort()));
        assertTrue(why(asks, says, 1).contains("refused"));

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
        assertEquals(ResultCode.CONNECT_FAILED, openChannel(late, host.port()));
        String why = why(asks, says, 2);
        assertTrue(why.contains("Too many open files"), why);
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

  /** What the process tells of the channel with this number that it could not open. */
  private static String why(Writer asks, BufferedReader says, int number) throws IOException {
    asks.write(GatewayProcess.WHY + number + "\n");
    asks.flush();
    return line(says, "failed ");
  }

  private static ScriptedClient tunnelWithoutAChannel(InetSocketAddress gateway) {
    ScriptedClient client =
        ScriptedClient.open(
            gateway, TransportKind.WEBSOCKET, Requests.basic("alice", TestGateway.PASSWORD));
    client.ask(new HandshakeRequest(1, 0, 0, ExtendedAuth.NONE), HandshakeResponse.class);
    client.ask(new TunnelCreate(0x0D, null, null), TunnelResponse.class);
    client.ask(new TunnelAuth("PC1", null), TunnelAuthResponse.class);
    return client;
  }

  private static ResultCode openChannel(ScriptedClient client, int port) {
    return client
        .ask(new ChannelCreate(List.of("127.0.0.1"), List.of(), port, 3), ChannelResponse.class)
        .errorCode();
  }

  private static int nobodysPort() {
    try (Hosts gone = Hosts.echo()) {
      return gone.port();
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
