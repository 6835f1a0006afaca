/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.client.GatewayChannel;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.client.GatewayClientException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One way through the gateway, tried by one thread and possibly given up by another. */
final class Probe implements Callable<Boolean> {
  /** MS-TSGU 2.2.6. */
  private static final OptionalInt CONNECT_FAILED = OptionalInt.of(0x800759DD);

  private static final OptionalInt RAP_ACCESS_DENIED = OptionalInt.of(0x800759DA);

  private final String way;
  private final GatewayClient client;
  private final HostPort host;
  private final Exchange exchange;
  private final List<String> steps = new ArrayList<>();
  private @Nullable GatewayChannel channel;
  private @Nullable String step;
  private boolean givenUp;

  /**
   * A probe.
   *
   * @param way how the client's side travels, in words
   */
  Probe(String way, GatewayClient client, HostPort host, Exchange exchange) {
    this.way = way;
    this.client = client;
    this.host = host;
    this.exchange = exchange;
  }

  /** Goes the way; false if a step failed, which {@link #steps} tells. */
  @Override
  public Boolean call() {
    begin("sign in and open a channel to " + host);
    try (GatewayChannel open = client.open(host.host(), host.port())) {
      keep(open);
      end("ok");
      begin(exchange.toString());
      exchange.run(open.input(), open.output());
      end("ok");
      begin("close the channel");
    } catch (IOException e) {
      end("FAILED: " + words(e));
      return false;
    }
    end("ok");
    return true;
  }

  private static String words(IOException e) {
    String message = Printable.text(String.valueOf(e.getMessage()));
    if (e instanceof GatewayClientException refusal
        && refusal.resultCode().equals(CONNECT_FAILED)) {
      return message + "; the host does not answer: is it on, and its remote desktop on this port?";
    }
    if (e instanceof GatewayClientException refusal
        && refusal.resultCode().equals(RAP_ACCESS_DENIED)) {
      return message + "; a host on this machine has to be named by its address";
    }
    return message;
  }

  private synchronized void keep(GatewayChannel open) throws IOException {
    if (givenUp) {
      throw new InterruptedIOException("given up");
    }
    channel = open;
  }

  private synchronized void begin(String next) {
    step = next;
  }

  private synchronized void end(String result) {
    if (step != null) {
      steps.add(way + ": " + step + ": " + result);
      step = null;
    }
  }

  /** Ends the step that is going on, and the channel with it. */
  void giveUp(String why) {
    end("FAILED: " + why);
    GatewayChannel open;
    synchronized (this) {
      givenUp = true;
      open = channel;
    }
    if (open != null) {
      open.close();
    }
  }

  /** What was done, with results, in words. */
  synchronized List<String> steps() {
    return List.copyOf(steps);
  }
}
