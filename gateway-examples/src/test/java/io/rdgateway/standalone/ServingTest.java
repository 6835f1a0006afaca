/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(120)
class ServingTest {
  private static final Pattern SERVING = Pattern.compile("Serving on \\S*:(\\d+) until");

  @TempDir Path place;

  /** A quick start that runs until it is closed, and what it prints for whoever waits for it. */
  private static final class Running extends StringWriter implements AutoCloseable {
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> result = new CompletableFuture<>();
    private final Thread program;
    private final int port;

    Running(Path place, String... options) throws InterruptedException {
      List<String> args = new ArrayList<>(List.of("quickstart", "--listen", "127.0.0.1:0"));
      args.addAll(List.of(options));
      program =
          new Thread(
              () ->
                  result.complete(
                      Main.run(
                          place,
                          new PrintWriter(this, true),
                          new PrintWriter(err, true),
                          args.toArray(String[]::new))));
      program.setDaemon(true);
      program.start();
      await("Serving on");
      Matcher serving = SERVING.matcher(toString());
      assertTrue(serving.find(), this::toString);
      port = Integer.parseInt(serving.group(1));
    }

    @Override
    public synchronized void write(@Nullable String text, int start, int length) {
      super.write(text, start, length);
      notifyAll();
    }

    synchronized void await(String wanted) throws InterruptedException {
      while (!toString().contains(wanted)) {
        wait();
      }
    }

    Started said() {
      return new Started(0, toString(), err.toString());
    }

    /** What the program returns once it is asked to end. */
    int stop() throws Exception {
      program.interrupt();
      return result.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
      program.interrupt();
      try {
        program.join();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    }
  }

  @Test
  void aChangedPolicyIsInForceAndAWrongOneIsNot() throws Exception {
    try (Running out = new Running(place)) {
      Path policy = place.resolve("rdgateway-quickstart").resolve("policy.yaml");
      replace(policy, "version: 1\n");
      out.await("policy.yaml has changed and is in force.");
      out.await("Tunnels that it ended: 0");
      replace(policy, "version: 2\n");
      out.await("The policy stays as it was. " + policy + ":1:10");
    }
  }

  /** At once, so that the program never sees half a file. */
  private static void replace(Path file, String text) throws IOException {
    Path whole = file.resolveSibling("policy.yaml.new");
    Files.writeString(whole, text);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void servesTheUserAlsoWhenTheCheckFailsAndStopsWhenAsked() throws Exception {
    try (RdpHost host = new RdpHost("00000000000000");
        Running running = new Running(place, "--target", "127.0.0.1:" + host.port())) {
      Started said = running.said();
      assertTrue(said.out().contains("Self-check FAILED."), said.out());

      byte[] request = HexFormat.of().parseHex("030000130EE00000000000010008000B000000");
      try (GatewayChannel channel =
          client(running.port, said.password()).open("127.0.0.1", host.port())) {
        channel.output().write(request);
        assertArrayEquals(new byte[7], channel.input().readNBytes(7));
      }
      assertThrows(
          GatewayClientException.class,
          () -> client(running.port, said.password()).open("127.0.0.1", running.port));
      assertThrows(
          GatewayClientException.class,
          () -> client(running.port, "wrong").open("127.0.0.1", host.port()));
      assertEquals(0, running.stop());
      assertEquals("", running.said().err());
    }
  }

  /** Each guess that is judged doubles the wait, so a dozen outruns every machine. */
  @Test
  void guessesAreThrottled() throws Exception {
    var lines = new ListAppender<ILoggingEvent>();
    Logger log = (Logger) LoggerFactory.getLogger(EventLog.class);
    lines.start();
    log.addAppender(lines);
    try (Running running = new Running(place)) {
      for (int i = 0; i < 12; i++) {
        assertThrows(
            GatewayClientException.class,
            () -> client(running.port, "wrong").open("127.0.0.1", 3389));
      }
    } finally {
      log.detachAppender(lines);
    }
    assertTrue(
        lines.list.stream().anyMatch(line -> line.getFormattedMessage().contains("throttled")),
        lines.list::toString);
  }

  @Test
  void aTokenOfTheCommandOpensTheHostUntilItIsRevoked() throws Exception {
    try (RdpHost host = new RdpHost("00000000000000");
        Running running = new Running(place, "--target", "127.0.0.1:" + host.port())) {
      String target = "127.0.0.1:" + host.port();
      Started issued = Started.run(place, "token", "issue", "--user", "user", "--host", target);
      assertEquals(0, issued.code(), issued.err());
      byte[] request = HexFormat.of().parseHex("030000130EE00000000000010008000B000000");
      try (GatewayChannel channel =
          client(running.port, ClientCredentials.paa(issued.out().strip()))
              .open("127.0.0.1", host.port())) {
        channel.output().write(request);
        assertArrayEquals(new byte[7], channel.input().readNBytes(7));
        assertEquals(0, Started.run(place, "token", "revoke", "--user", "user").code());
        running.await("Tunnels that revocations ended: 1");
      }
    }
  }

  private GatewayClient client(int port, String password) {
    return client(port, ClientCredentials.basic("user", password));
  }

  private GatewayClient client(int port, ClientCredentials credentials) {
    Path folder = place.resolve("rdgateway-quickstart");
    return GatewayClient.builder("localhost", port)
        .connectTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .trust(
            TlsSource.pem(folder.resolve("certificate.pem"), folder.resolve("key.pem"))
                .load()
                .certificate())
        .credentials(credentials)
        .build();
  }
}
