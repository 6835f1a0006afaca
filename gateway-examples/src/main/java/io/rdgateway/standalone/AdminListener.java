/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.GatewayServer;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves administrators of a running gateway: HTTP and JSON on an address of its own, one request
 * for each connection. Plain sockets, because a request has to be bounded in size and time before
 * its secret is known, without settings for the whole JVM.
 */
public final class AdminListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminListener.class);
  private static final int BACKLOG = 64;
  private static final int MAX_CONNECTIONS = 32;
  private static final int IDLE_SECONDS = 10;
  private static final int CLOSE_SECONDS = 5;
  private static final Duration ACCEPT_PAUSE = Duration.ofMillis(200);

  private final ServerSocket listener;
  private final @Nullable SSLSocketFactory tls;
  private final AdminSettings settings;
  private final AdminApi api;
  private final CountDownLatch closing;
  private final ScheduledThreadPoolExecutor deadlines;
  private final ThreadPoolExecutor connections;
  private final Thread accepting;

  private AdminListener(
      ServerSocket listener,
      @Nullable SSLSocketFactory tls,
      AdminSettings settings,
      AdminApi api,
      CountDownLatch closing) {
    this.listener = listener;
    this.tls = tls;
    this.settings = settings;
    this.api = api;
    this.closing = closing;
    deadlines = new ScheduledThreadPoolExecutor(1, threads("admin-deadlines"));
    deadlines.setRemoveOnCancelPolicy(true);
    connections =
        new ThreadPoolExecutor(
            0,
            MAX_CONNECTIONS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threads("admin"));
    accepting = threads("admin-accept").newThread(this::accept);
  }

  /**
   * Begins to listen.
   *
   * @param gateway a running one; not closed by this listener
   * @param settings where and for whom
   * @param actions what the program can do besides
   * @return to be closed before the gateway
   * @throws ConfigurationException if the address cannot be had or the certificate cannot be used
   */
  public static AdminListener start(
      GatewayServer gateway, AdminSettings settings, AdminActions actions) {
    SSLSocketFactory tls = settings.tls() == null ? null : factory(settings.tls().load());
    CountDownLatch closing = new CountDownLatch(1);
    AdminGuard guard = new AdminGuard(gateway, settings, closing);
    ServerSocket listener;
    try {
      listener =
          new ServerSocket(settings.listen().getPort(), BACKLOG, settings.listen().getAddress());
    } catch (IOException e) {
      throw new ConfigurationException(
          "The admin listener cannot listen on "
              + settings.listen()
              + " ("
              + e.getMessage()
              + "); choose another port or end what listens there.",
          e);
    }
    AdminListener started =
        new AdminListener(
            listener,
            tls,
            settings,
            new AdminApi(gateway, actions, guard, InstantSource.system()),
            closing);
    started.accepting.start();
    return started;
  }

  private static SSLSocketFactory factory(TlsIdentity identity) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "admin",
          identity.privateKey(),
          new char[0],
          identity.chain().toArray(X509Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigurationException(
          "The certificate of the admin listener cannot be used (" + e.getMessage() + ").", e);
    }
  }

  /**
   * Where it listens, with the port that the system chose.
   *
   * @return the address
   */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        try {
          connections.execute(() -> serve(client));
        } catch (RejectedExecutionException e) {
          client.close(); // no room: this one comes again, those that are there are served
        }
      } catch (IOException e) {
        if (!listener.isClosed()) {
          LOG.warn("the admin listener cannot accept a connection: {}", e.toString());
          pause();
        }
      }
    }
  }

  /** What keeps a connection from being accepted seldom goes away at once. */
  private void pause() {
    try {
      if (closing.await(ACCEPT_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("the admin listener is closing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket client) {
    try {
      new AdminConnection(client, deadlines, settings.requestTime()).serve(tls, api);
    } catch (IOException e) {
      LOG.debug("a connection to the admin listener broke: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("a request to the admin listener failed", e);
    }
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Stops listening and gives requests that are under way a few seconds. */
  @Override
  public void close() {
    closing.countDown();
    try {
      listener.close();
    } catch (IOException e) {
      LOG.warn("the admin listener did not close in order: {}", e.toString());
    }
    connections.shutdown();
    try {
      accepting.join();
      if (!connections.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        connections.shutdownNow();
      }
    } catch (InterruptedException e) {
      connections.shutdownNow();
      Thread.currentThread().interrupt();
    }
    deadlines.shutdownNow();
  }
}
