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
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ServingTest {
  private static final Pattern SERVING = Pattern.compile("Serving on \\S*:(\\d+) until");

  @TempDir Path place;

  /** Completes with the port as soon as it is printed. */
  private static final class Output extends StringWriter {
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    @Override
    public void write(@Nullable String text, int start, int length) {
      super.write(text, start, length);
      Matcher matcher = SERVING.matcher(toString());
      if (matcher.find()) {
        port.complete(Integer.parseInt(matcher.group(1)));
      }
    }
  }

  /** What a program prints, for whoever waits for it. */
  private static final class Printed extends StringWriter {
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
  }

  @Test
  void aChangedPolicyIsInForceAndAWrongOneIsNot() throws Exception {
    Printed out = new Printed();
    Thread program =
        new Thread(
            () ->
                Main.run(
                    place,
                    new PrintWriter(out, true),
                    new PrintWriter(new StringWriter(), true),
                    "quickstart",
                    "--listen",
                    "127.0.0.1:0"));
    program.start();
    try {
      out.await("Serving on");
      Path policy = place.resolve("rdgateway-quickstart").resolve("policy.yaml");
      replace(policy, "version: 1\n");
      out.await("policy.yaml has changed and is in force.");
      out.await("Tunnels that it ended: 0");
      replace(policy, "version: 2\n");
      out.await("The policy stays as it was. " + policy + ":1:10");
    } finally {
      program.interrupt();
      program.join();
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
    try (RdpHost host = new RdpHost("00000000000000")) {
      Output out = new Output();
      StringWriter err = new StringWriter();
      CompletableFuture<Integer> result = new CompletableFuture<>();
      Thread program =
          new Thread(
              () ->
                  result.complete(
                      Main.run(
                          place,
                          new PrintWriter(out, true),
                          new PrintWriter(err, true),
                          "quickstart",
                          "--listen",
                          "127.0.0.1:0",
                          "--target",
                          "127.0.0.1:" + host.port())));
      program.start();
      try {
        int port = out.port.get(30, TimeUnit.SECONDS);
        Started said = new Started(0, out.toString(), err.toString());
        assertTrue(said.out().contains("Self-check FAILED."), said.out());

        byte[] request = HexFormat.of().parseHex("030000130EE00000000000010008000B000000");
        try (GatewayChannel channel =
            client(port, said.password()).open("127.0.0.1", host.port())) {
          channel.output().write(request);
          assertArrayEquals(new byte[7], channel.input().readNBytes(7));
        }
        assertThrows(
            GatewayClientException.class,
            () -> client(port, said.password()).open("127.0.0.1", port));
        assertThrows(
            GatewayClientException.class,
            () -> client(port, "wrong").open("127.0.0.1", host.port()));
      } finally {
        program.interrupt();
      }
      assertEquals(0, result.get(30, TimeUnit.SECONDS));
      assertEquals("", err.toString());
    }
  }

  /** Each guess that is judged doubles the wait, so a dozen outruns every machine. */
  @Test
  void guessesAreThrottled() throws Exception {
    var lines = new ListAppender<ILoggingEvent>();
    Logger log = (Logger) LoggerFactory.getLogger(EventLog.class);
    lines.start();
    log.addAppender(lines);
    Output out = new Output();
    Thread program =
        new Thread(
            () ->
                Main.run(
                    place,
                    new PrintWriter(out, true),
                    new PrintWriter(new StringWriter(), true),
                    "quickstart",
                    "--listen",
                    "127.0.0.1:0"));
    program.start();
    try {
      int port = out.port.get(30, TimeUnit.SECONDS);
      for (int i = 0; i < 12; i++) {
        assertThrows(
            GatewayClientException.class, () -> client(port, "wrong").open("127.0.0.1", 3389));
      }
    } finally {
      program.interrupt();
      program.join();
      log.detachAppender(lines);
    }
    assertTrue(
        lines.list.stream().anyMatch(line -> line.getFormattedMessage().contains("throttled")),
        lines.list::toString);
  }

  @Test
  void aTokenOfTheCommandOpensTheHostUntilItIsRevoked() throws Exception {
    try (RdpHost host = new RdpHost("00000000000000")) {
      String target = "127.0.0.1:" + host.port();
      Printed out = new Printed();
      Thread program =
          new Thread(
              () ->
                  Main.run(
                      place,
                      new PrintWriter(out, true),
                      new PrintWriter(new StringWriter(), true),
                      "quickstart",
                      "--listen",
                      "127.0.0.1:0",
                      "--target",
                      target));
      program.start();
      try {
        out.await("Serving on");
        Matcher serving = SERVING.matcher(out.toString());
        assertTrue(serving.find());
        int port = Integer.parseInt(serving.group(1));
        Started issued = Started.run(place, "token", "issue", "--user", "user", "--host", target);
        assertEquals(0, issued.code(), issued.err());
        byte[] request = HexFormat.of().parseHex("030000130EE00000000000010008000B000000");
        try (GatewayChannel channel =
            client(port, ClientCredentials.paa(issued.out().strip()))
                .open("127.0.0.1", host.port())) {
          channel.output().write(request);
          assertArrayEquals(new byte[7], channel.input().readNBytes(7));
          assertEquals(0, Started.run(place, "token", "revoke", "--user", "user").code());
          out.await("Tunnels that revocations ended: 1");
        }
      } finally {
        program.interrupt();
        program.join();
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
