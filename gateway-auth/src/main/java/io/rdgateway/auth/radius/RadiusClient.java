/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.rdgateway.spi.ConfigurationException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Talks to RADIUS servers over UDP. It owns one thread and its sockets; no thread waits for an
 * answer. Requests to a server use as many source ports as they need, each with 256 identifiers.
 *
 * <p>A request goes to one server: the living one with the lowest priority number, by weight among
 * equals. Another one is asked only when the time for the answer of the first is over, or when it
 * is known to have gone (nothing listens at its port, or its status checks fail): a server that is
 * silent may be waiting for a person. Three unanswered requests without any answer between them
 * make a server dead for a while; it is then used only where no living one is left.
 *
 * <p>Thread-safe. Closed by whoever opened it, after what uses it.
 */
public final class RadiusClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RadiusClient.class);

  private final Loop loop;
  private final RandomGenerator random;
  private final List<ServerState> servers = new ArrayList<>();
  private volatile boolean closed;

  RadiusClient(List<RadiusServer> servers, Loop loop, RandomGenerator random) {
    this.loop = loop;
    this.random = random;
    servers.forEach(
        server -> this.servers.add(new ServerState(server, loop, random, () -> closed)));
  }

  /**
   * Starts a client. Warns of weak secrets and of servers whose replies need no
   * Message-Authenticator.
   *
   * @param servers at least one, each address once
   * @return the client
   * @throws ConfigurationException if there is none, or one twice
   */
  public static RadiusClient open(List<RadiusServer> servers) {
    check(servers);
    return new RadiusClient(servers, new NettyLoop(), new SecureRandom());
  }

  private static void check(List<RadiusServer> servers) {
    if (servers.isEmpty()) {
      throw new ConfigurationException("Name at least one RADIUS server.");
    }
    Set<Object> seen = new HashSet<>();
    for (RadiusServer server : servers) {
      if (!seen.add(server.address())) {
        throw new ConfigurationException(server + " is named twice; remove one of them.");
      }
      if (server.secret().isWeak()) {
        LOG.warn(
            "the shared secret of {} has fewer than {} characters and can be guessed; replace it by"
                + " a random one",
            server,
            SharedSecret.STRONG_LENGTH);
      }
      if (!server.messageAuthenticatorRequired()) {
        LOG.warn(
            "replies of {} are believed without a Message-Authenticator, which whoever can change"
                + " packets on the way uses to sign in as anybody (CVE-2024-3596); update the"
                + " server",
            server);
      }
    }
  }

  /** Asks whichever server is best. Completes on the loop; cancelling it ends the exchange. */
  CompletableFuture<Reply> ask(Question question) {
    return ask(question, servers);
  }

  /** Asks one server and no other. */
  CompletableFuture<Reply> ask(Question question, ServerState server) {
    return ask(question, List.of(server));
  }

  private CompletableFuture<Reply> ask(Question question, List<ServerState> candidates) {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    Exchange exchange = new Exchange(question, candidates, random, answer);
    try {
      loop.execute(
          () -> {
            if (closed) {
              answer.completeExceptionally(new RadiusException("the RADIUS client is closed"));
            } else {
              exchange.start();
            }
          });
      var unused =
          answer.whenComplete(
              (reply, error) -> {
                if (answer.isCancelled()) {
                  loop.execute(exchange::cancel);
                }
              });
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(new RadiusException("the RADIUS client is closed"));
    }
    return answer;
  }

  /**
   * Runs a task on the loop.
   *
   * @throws RejectedExecutionException after the end
   */
  void execute(Runnable task) {
    loop.execute(task);
  }

  /** Runs a task on the loop after a while, unless the client is closed before. */
  void schedule(Duration delay, Runnable task) {
    loop.schedule(
        delay,
        () -> {
          if (!closed) {
            task.run();
          }
        });
  }

  /** Fails what is still waiting and closes the sockets and the thread. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      loop.execute(() -> servers.forEach(server -> server.close("the RADIUS client is closed")));
    } catch (RejectedExecutionException e) {
      LOG.debug("the loop had ended before");
    }
    loop.close();
  }
}
