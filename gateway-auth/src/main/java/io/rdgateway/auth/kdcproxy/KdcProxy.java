/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kdcproxy;

import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.throttle.Guess;
import io.rdgateway.auth.throttle.Rate;
import io.rdgateway.auth.throttle.RateSketch;
import io.rdgateway.auth.throttle.SignInThrottle;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.HttpEndpoint;
import io.rdgateway.spi.RejectReason;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The KDC proxy of MS-KKDCP at {@code /KdcProxy}: clients outside get their tickets through the
 * gateway's port, by TCP from the KDCs of the realms that are configured here. Register it with
 * {@link io.rdgateway.GatewayServer.Builder#endpoint}, and close it after the gateway.
 *
 * <p>It needs no sign-in, since it is what clients sign in with. Therefore it is strict: a request
 * passes only if it is an AS-REQ, a TGS-REQ or, where password servers are configured, a change of
 * a password; if its own realm is the one that the proxy message names; and if that realm is
 * configured. Where it goes is decided by the configuration alone. Answers pass only if they are
 * answers to such a request.
 *
 * <p>Guesses of passwords count in the {@link SignInThrottle} together with all others: a KDC's
 * "preauthentication failed" is a failure of the client's name at the client's address. Over all
 * messages there is a rate for each address, and a bound on those under way. What is above is
 * answered with 503 at once.
 *
 * <p>Each request ends in one {@link io.rdgateway.GatewayEvent.EndpointAnswered} with the realm,
 * the client's name and what came of it: the KDC's own log knows the gateway's address only.
 *
 * <p>Status: 200 with an answer of a KDC, also a KRB-ERROR; 400 for what is no such message; 403
 * for a realm or a request that is not configured, which Windows understands; 405 for another
 * method; 503 when no KDC answers or too much is asked.
 *
 * <p>Thread-safe.
 */
public final class KdcProxy implements HttpEndpoint, AutoCloseable {
  /** Where clients look for it unless they are told otherwise (MS-KKDCP 2.1). */
  public static final String PATH = "/KdcProxy";

  private static final Logger LOG = LoggerFactory.getLogger(KdcProxy.class);
  private static final int GRACE_MILLIS = 500;
  private static final Map<String, String> KERBEROS =
      Map.of("Content-Type", "application/kerberos");

  private final String path;
  private final Map<String, KdcRealm> realms;
  private final SignInThrottle throttle;
  private final RateSketch byAddress;
  private final KdcConversation.Times times;
  private final LongSupplier ticks;
  private final long start;
  private final ThreadPoolExecutor threads;

  private KdcProxy(Builder builder) {
    path = builder.path;
    realms = Map.copyOf(builder.realms);
    throttle = builder.throttle;
    byAddress = new RateSketch(builder.addressRate);
    times = builder.times;
    ticks = builder.ticks;
    start = ticks.getAsLong();
    threads =
        new ThreadPoolExecutor(
            0,
            builder.maxConcurrent,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> {
              Thread thread = new Thread(work, "rdgateway-kdc-proxy");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts the configuration.
   *
   * @param throttle the one around the gateway's authenticators
   * @return a builder without a realm
   */
  public static Builder builder(SignInThrottle throttle) {
    return new Builder(throttle);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public int maxBodyBytes() {
    return KdcProxyMessage.MAX_BYTES;
  }

  @Override
  public CompletionStage<Reply> handle(Request request) {
    if (!request.method().equals("POST")) {
      return done(405, Map.of("Allow", "POST"), null);
    }
    InetAddress client = request.clientAddress().getAddress();
    if (!isBelowRate(client)) {
      return done(503, Map.of(), "too many messages from this address");
    }
    byte[] message;
    KerberosRequest asked;
    String domain;
    try {
      KdcProxyMessage envelope = KdcProxyMessage.parse(request.body());
      message = envelope.message();
      asked = KerberosRequest.parse(message);
      domain = envelope.targetDomain();
    } catch (DerException e) {
      return done(400, Map.of(), "refused: " + e.getMessage());
    }
    KdcRealm realm = realms.get(fold(asked.realm()));
    if (domain == null || !fold(domain).equals(fold(asked.realm()))) {
      return done(400, Map.of(), what(asked) + ": the target domain is not the realm");
    }
    if (realm == null || realm.servers(asked.kind()).isEmpty()) {
      return done(403, Map.of(), what(asked) + ": not configured");
    }
    return forward(realm, asked, message, client);
  }

  private synchronized boolean isBelowRate(InetAddress client) {
    String key = RateSketch.key(client);
    long now = ticks.getAsLong() - start;
    if (byAddress.waitFor(key, now) > 0) {
      return false;
    }
    byAddress.count(key, now);
    return true;
  }

  private CompletionStage<Reply> forward(
      KdcRealm realm, KerberosRequest asked, byte[] message, InetAddress client) {
    Guess guess = asked.kind() == KerberosRequest.Kind.AS_REQ ? guess(asked, client) : null;
    RejectReason refusal = guess == null ? null : guess.refusal();
    if (refusal != null) {
      return done(503, Map.of(), what(asked) + ": " + refusal.explanation());
    }
    var conversation = new KdcConversation(realm, asked, message, times);
    var reply = new CompletableFuture<Reply>();
    reply.whenComplete(
        (value, failure) -> {
          if (failure != null) {
            // The client has gone, or core does not wait any longer, or a server takes no bytes.
            end(conversation);
            unanswered(conversation, guess);
          }
        });
    reply.orTimeout(times.all().toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
    try {
      threads.execute(() -> reply.complete(converse(conversation, asked, guess)));
    } catch (RejectedExecutionException e) {
      if (guess != null) {
        guess.passed();
      }
      reply.complete(
          new Reply(503, Map.of(), new byte[0], what(asked) + ": too many at the same time"));
    }
    return reply;
  }

  private @Nullable Guess guess(KerberosRequest asked, InetAddress client) {
    return throttle.guess(asked.client(), client);
  }

  private static Reply converse(
      KdcConversation conversation, KerberosRequest asked, @Nullable Guess guess) {
    try {
      KdcConversation.Answer answer = conversation.ask();
      if (guess != null) {
        if (answer.reply().isWrongPassword()) {
          guess.failed();
        } else {
          guess.passed();
        }
      }
      long error = answer.reply().error();
      return new Reply(
          200,
          KERBEROS,
          new KdcProxyMessage(answer.message(), null).toBytes(),
          what(asked)
              + ": "
              + (error == 0 ? "answered" : "KRB-ERROR " + error)
              + " by "
              + answer.server());
    } catch (IOException e) {
      unanswered(conversation, guess);
      return new Reply(503, Map.of(), new byte[0], what(asked) + ": " + e.getMessage());
    }
  }

  /** A KDC that was asked may have counted a wrong password; then so does the throttle. */
  private static void unanswered(KdcConversation conversation, @Nullable Guess guess) {
    if (guess != null) {
      if (conversation.hasAsked()) {
        guess.failed();
      } else {
        guess.passed();
      }
    }
  }

  private static void end(KdcConversation conversation) {
    try {
      conversation.close();
    } catch (IOException e) {
      LOG.debug("the connection to a KDC could not be closed", e);
    }
  }

  private static CompletionStage<Reply> done(
      int status, Map<String, String> headers, @Nullable String report) {
    return CompletableFuture.completedFuture(new Reply(status, headers, new byte[0], report));
  }

  private static String what(KerberosRequest asked) {
    String client = asked.client();
    return asked.kind()
        + (client == null ? "" : " of " + shorten(client))
        + " to the realm "
        + shorten(asked.realm());
  }

  private static String shorten(String text) {
    return text.length() > 128 ? text.substring(0, 128) + "..." : text;
  }

  private static String fold(String realm) {
    return realm.toUpperCase(Locale.ROOT);
  }

  /** Ends the threads; requests that are under way get no answer. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Configures a {@link KdcProxy}. Not thread-safe. */
  public static final class Builder {
    private static final Duration MAX_TIME = Duration.ofMinutes(1);

    private final SignInThrottle throttle;
    private final Map<String, KdcRealm> realms = new LinkedHashMap<>();
    private String path = PATH;
    private Rate addressRate = new Rate(600, Duration.ofMinutes(1));
    private int maxConcurrent = 32;
    private KdcConversation.Times times =
        new KdcConversation.Times(
            Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(12));
    private LongSupplier ticks = System::nanoTime;

    private Builder(SignInThrottle throttle) {
      this.throttle = throttle;
    }

    /**
     * Opens a realm.
     *
     * @param realm with its servers
     * @return this
     * @throws ConfigurationException if the realm has been opened before
     */
    public Builder realm(KdcRealm realm) {
      if (realms.putIfAbsent(fold(realm.name()), realm) != null) {
        throw new ConfigurationException(
            "The realm " + realm.name() + " is there twice; name all its KDCs in one.");
      }
      return this;
    }

    /**
     * Where the proxy is.
     *
     * @param path {@link KdcProxy#PATH} by default
     * @return this
     */
    public Builder path(String path) {
      this.path = path;
      return this;
    }

    /**
     * How many messages one address may send.
     *
     * @param rate 600 a minute by default; a sign-in takes three to six, and an office may share an
     *     address
     * @return this
     */
    public Builder addressRate(Rate rate) {
      addressRate = rate;
      return this;
    }

    /**
     * How many requests may be under way, each on a thread of its own.
     *
     * @param count 1 to 1,000; 32 by default
     * @return this
     */
    public Builder maxConcurrent(int count) {
      if (count < 1 || count > 1000) {
        throw new IllegalArgumentException("1 to 1,000 requests can be under way, not " + count);
      }
      maxConcurrent = count;
      return this;
    }

    /**
     * How long the servers may take.
     *
     * @param connect to be connected, each; two seconds by default
     * @param answer to answer then, each; five seconds by default
     * @param all for all servers together; 12 seconds by default, which should stay below {@link
     *     io.rdgateway.Limits#signInTime}
     * @return this
     */
    public Builder times(Duration connect, Duration answer, Duration all) {
      for (Duration time : List.of(connect, answer, all)) {
        if (time.toMillis() < 1 || time.compareTo(MAX_TIME) > 0) {
          throw new IllegalArgumentException("a KDC may take 1 ms to 1 minute, not " + time);
        }
      }
      times = new KdcConversation.Times(connect, answer, all);
      return this;
    }

    /**
     * Where times come from that the rate counts with.
     *
     * @param nanos as {@link System#nanoTime}, the default
     * @return this
     */
    public Builder ticks(LongSupplier nanos) {
      ticks = nanos;
      return this;
    }

    /**
     * Finishes.
     *
     * @return the proxy, to be closed
     * @throws ConfigurationException if it has no realm
     */
    public KdcProxy build() {
      if (realms.isEmpty()) {
        throw new ConfigurationException(
            "A KDC proxy without a realm can reach nothing; open at least one.");
      }
      return new KdcProxy(this);
    }
  }
}
