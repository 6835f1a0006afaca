/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import io.netty.channel.EventLoop;
import io.rdgateway.event.EventQueue;
import io.rdgateway.hook.HookExecutors;
import io.rdgateway.protocol.IpNetwork;
import io.rdgateway.relay.ReservedAddresses;
import io.rdgateway.relay.SystemResolver;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.HttpEndpoint;
import io.rdgateway.spi.ResourceResolver;
import io.rdgateway.tls.ClientTrust;
import io.rdgateway.tls.TlsEngine;
import io.rdgateway.tls.TlsSource;
import io.rdgateway.transport.Listener;
import io.rdgateway.transport.Loops;
import io.rdgateway.transport.Reviews;
import io.rdgateway.transport.Services;
import io.rdgateway.transport.socket.Sockets;
import io.rdgateway.transport.tls.ServerTls;
import io.rdgateway.transport.twochannel.PairingTable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A Remote Desktop Gateway. Thread-safe. Several can run in one process; they share nothing.
 *
 * <pre>{@code
 * try (GatewayServer gateway =
 *     GatewayServer.builder(TlsSource.pem(chain, key), authenticator, policy)
 *         .bind(new InetSocketAddress(443))
 *         .build()
 *         .start()) {
 *   awaitShutdown();
 * }
 * }</pre>
 */
public final class GatewayServer implements AutoCloseable {
  private static final Duration CLOSE_POLL = Duration.ofMillis(20);
  private static final Duration EXPIRY_PAUSE = Duration.ofHours(1);

  private final Builder settings;
  private final HookExecutors hooks;
  private final EventQueue events;
  private final Services services;
  private final Reviews reviews;
  private final Draining draining;
  private final List<Listener> listeners = new ArrayList<>();
  private @Nullable Loops loops;
  private final GatewayTls tls;
  private @Nullable CertificateWatch certificateWatch;
  private boolean started;
  private boolean closed;

  private GatewayServer(Builder settings) {
    this.settings = settings;
    Sockets sockets = Sockets.of(settings.networkIo);
    hooks = new HookExecutors(settings.hookExecutor);
    events = new EventQueue(settings.listener, settings.clock);
    services =
        new Services(
            new Services.Settings(
                settings.authenticator,
                settings.policy,
                settings.resolver,
                Map.copyOf(settings.endpoints),
                Set.copyOf(settings.allowedOrigins),
                new ReservedAddresses(settings.openedAddresses),
                settings.realm,
                settings.clock,
                settings.ticks,
                sockets,
                Loops.allocator(),
                List.copyOf(settings.announcedHosts)),
            settings.limits,
            hooks,
            events);
    reviews = new Reviews(services.registry());
    tls =
        new GatewayTls(
            settings.tls,
            settings.engine,
            settings.clock,
            new ExpiryWarnings(settings.certificateWarnings),
            events::add);
    draining = new Draining(services.registry(), settings.ticks);
  }

  /**
   * A gateway to be. What it cannot do without are arguments: there is no default that lets anybody
   * in.
   *
   * @param tls the certificate
   * @param authenticator who signs users in
   * @param policy what they may do
   * @return a builder
   */
  public static Builder builder(
      TlsSource tls, Authenticator authenticator, AuthorizationPolicy policy) {
    return new Builder(tls, authenticator, policy);
  }

  /**
   * Loads the certificate and begins to listen.
   *
   * @return this
   * @throws ConfigurationException if the certificate cannot be used or an address cannot be had;
   *     nothing is left running
   * @throws IllegalStateException if it was started or closed before
   */
  public synchronized GatewayServer start() {
    if (started || closed) {
      throw new IllegalStateException("a gateway is started once");
    }
    started = true;
    try {
      tls.start();
      Loops newLoops =
          new Loops(
              settings.eventLoops,
              services.settings().sockets(),
              new PairingTable(settings.pairAcrossAddresses),
              settings.ticks);
      loops = newLoops;
      for (InetSocketAddress address : settings.addresses) {
        listeners.add(
            newLoops.listen(address, services, tls.ordinary(), settings.proxies.get(address)));
        services.listeners(addresses());
      }
      for (Map.Entry<InetSocketAddress, ClientTrust> entry :
          settings.certificateAddresses.entrySet()) {
        requireCertificateScheme();
        listeners.add(
            newLoops.listen(
                entry.getKey(),
                services,
                tls.askingFor(entry.getValue()),
                settings.proxies.get(entry.getKey())));
        services.listeners(addresses());
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    addresses()
        .forEach(a -> services.emit(new GatewayEvent.ServerStarted(settings.clock.instant(), a)));
    if (tls.ordinary() != null) {
      tls.warn();
      certificateWatch =
          settings.certificatePause == null
              ? new CertificateWatch(tls::warn, EXPIRY_PAUSE)
              : new CertificateWatch(tls::look, settings.certificatePause);
    }
    return this;
  }

  private void requireCertificateScheme() {
    if (!settings.authenticator.schemes().contains(AuthScheme.CERTIFICATE)) {
      throw new ConfigurationException(
          "The authenticator takes no client certificates, so nobody could sign in where they are"
              + " asked for; combine it with one that does.");
    }
  }

  /**
   * Where it listens, with the ports that the system chose.
   *
   * @return one address for each that was bound, those that ask for client certificates last
   */
  public synchronized List<InetSocketAddress> addresses() {
    return listeners.stream().map(Listener::address).toList();
  }

  /**
   * The TLS engine that is in use.
   *
   * @return {@link TlsEngine#JDK} or {@link TlsEngine#BORINGSSL}; null on plain HTTP or before the
   *     start
   */
  public @Nullable TlsEngine tlsEngine() {
    ServerTls ordinary = tls.ordinary();
    return ordinary == null ? null : ordinary.engine();
  }

  /**
   * The sockets that are in use.
   *
   * @return never {@link NetworkIo#AUTO}
   */
  public NetworkIo networkIo() {
    return services.settings().sockets().io();
  }

  /**
   * What has been counted so far, and what is going on. Cheap enough to be asked every second.
   *
   * @return a snapshot
   */
  public synchronized GatewayStatistics statistics() {
    boolean listening =
        !closed && !listeners.isEmpty() && listeners.stream().allMatch(Listener::isOpen);
    return services.statistics(listening, loops == null || closed ? List.of() : loops.statistics());
  }

  /**
   * Whether the gateway is well. Asks nobody and waits for nothing.
   *
   * @return a judgement on {@link #statistics}, the limits and the certificate
   */
  public synchronized GatewayHealth health() {
    return HealthChecks.of(
        statistics(), limits(), closed ? null : tls.end(), settings.clock.instant());
  }

  /**
   * The open tunnels.
   *
   * @return a snapshot of live views
   */
  public List<Tunnel> tunnels() {
    return services.registry().tunnels();
  }

  /**
   * Looks at live tunnels again: the authenticator revalidates the user, the policies decide anew
   * with {@link io.rdgateway.spi.Occasion#REVIEW}. What is no longer allowed ends with the reason,
   * and so does a tunnel whose review fails or is too late: a hook for which an outage shall not
   * end tunnels answers that nothing has changed. Nobody is prompted.
   *
   * @param filter which tunnels
   * @return how many were ended, when all have been looked at
   */
  public CompletionStage<Integer> review(Predicate<? super Tunnel> filter) {
    return reviews.start(filter);
  }

  /**
   * Shows the users of tunnels a text within a window of time, each tunnel once. Announcements last
   * until their end or {@link #withdraw}, at most as long as this gateway.
   *
   * @param announcement the text, the window and the recipients
   * @throws IllegalStateException if the gateway is not running
   */
  public synchronized void announce(Announcement announcement) {
    EventLoop loop = running().next();
    services.announcements().add(announcement, loop, services.timers(loop));
  }

  /**
   * Takes an announcement back: nobody is shown it any more.
   *
   * @param announcement one that was announced
   * @return false if there was none, or its window has ended
   */
  public boolean withdraw(Announcement announcement) {
    return services.announcements().remove(announcement);
  }

  /**
   * The announcements whose window has not ended.
   *
   * @return a snapshot
   */
  public List<Announcement> announcements() {
    return services.announcements().pending();
  }

  private synchronized Loops running() {
    if (loops == null || closed) {
      throw new IllegalStateException("the gateway is not running");
    }
    return loops;
  }

  /**
   * The limits in force.
   *
   * @return the limits
   */
  public Limits limits() {
    return services.limits();
  }

  /**
   * Changes the limits. Smaller counts end nothing that is there.
   *
   * @param limits the new ones
   */
  public void updateLimits(Limits limits) {
    services.limits(limits);
  }

  /**
   * Loads the certificates anew; connections that are there keep theirs. May block on files.
   *
   * @throws ConfigurationException if one cannot be used; the old one then stays, while the others
   *     are replaced
   * @throws IllegalStateException on plain HTTP or before the start
   */
  public void reloadTls() {
    tls.reload();
  }

  /**
   * Changes the certificates and where {@link #reloadTls} and a watch find them from now on;
   * connections that are there keep theirs. May block on files.
   *
   * @param source the new ones
   * @throws ConfigurationException if one cannot be used; all old ones then stay
   * @throws IllegalStateException on plain HTTP or before the start
   */
  public void updateTls(TlsSource source) {
    tls.update(source);
  }

  /**
   * Takes no new tunnels, waits for those that are there to end, and ends the rest when the time is
   * over. The gateway keeps listening, so that clients get an answer. While it drains, another call
   * changes nothing but the time.
   *
   * @param grace how long to wait, at most a year
   * @return completes when there is no tunnel left; with a {@link
   *     java.util.concurrent.CancellationException} if {@link #resume} comes first
   * @throws IllegalStateException if the gateway is not running
   */
  public CompletionStage<Void> drain(Duration grace) {
    return draining.start(grace, running());
  }

  /** Takes new tunnels again after {@link #drain}; one that is under way ends no more tunnels. */
  public void resume() {
    draining.resume();
  }

  /**
   * How far {@link #drain} has come.
   *
   * @return a snapshot; empty while the gateway takes new tunnels
   */
  public Optional<DrainProgress> drainProgress() {
    return draining.progress();
  }

  /**
   * What an administrator can do with the running gateway, under the administrator's name: every
   * action is told to the listener.
   *
   * @param who the name that events carry
   * @return a thread-safe handle
   */
  public Administration administration(Administrator who) {
    return new Administration(this, who, services::emit, settings.clock);
  }

  private void endTunnels() {
    CloseReason reason = CloseReason.of(CloseReason.Kind.GATEWAY_CLOSING, "the gateway is closing");
    tunnels().forEach(tunnel -> tunnel.close(reason));
  }

  /**
   * Stops listening, ends all tunnels with CLOSE_CHANNEL and waits a few seconds for what is on its
   * way; then nothing of the gateway is left. The application's own executor is not closed. Must
   * not be called from a hook.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    services.registry().draining(true);
    listeners.forEach(Listener::close);
    endTunnels();
    Loops running = loops;
    if (running != null) {
      awaitTunnels();
      running.close();
    }
    draining.closed();
    hooks.close();
    if (certificateWatch != null) {
      certificateWatch.close();
    }
    tls.close();
    if (running != null) {
      services.emit(new GatewayEvent.ServerStopped(settings.clock.instant()));
    }
    events.close();
  }

  /**
   * Clients have the close time to answer; what they take no notice of ends with the event loops.
   */
  private void awaitTunnels() {
    long end = System.nanoTime() + services.limits().closeTime().toNanos();
    try {
      while (services.registry().count() > 0 && System.nanoTime() - end < 0) {
        TimeUnit.MILLISECONDS.sleep(CLOSE_POLL.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A look at the certificates at this moment, as a watch does it. */
  void lookAtCertificates() {
    tls.look();
  }

  /** Builds a gateway. Not thread-safe. */
  public static final class Builder {
    private final TlsSource tls;
    private final Authenticator authenticator;
    private final AuthorizationPolicy policy;
    private final Set<InetSocketAddress> addresses = new LinkedHashSet<>();
    private final Map<InetSocketAddress, ClientTrust> certificateAddresses = new LinkedHashMap<>();
    private final Map<InetSocketAddress, TrustedProxies> proxies = new HashMap<>();
    private final List<IpNetwork> announcedHosts = new ArrayList<>();
    private final Map<String, HttpEndpoint> endpoints = new HashMap<>();
    private final Set<String> allowedOrigins = new HashSet<>();
    private final Set<InetAddress> openedAddresses = new HashSet<>();
    private Limits limits = Limits.defaults();
    private GatewayListener listener = event -> {};
    private ResourceResolver resolver = new SystemResolver();
    private @Nullable Executor hookExecutor;
    private TlsEngine engine = TlsEngine.AUTO;
    private NetworkIo networkIo = NetworkIo.AUTO;
    private String realm = "Remote Desktop Gateway";
    private int eventLoops = Runtime.getRuntime().availableProcessors();
    private boolean pairAcrossAddresses;
    private List<Integer> certificateWarnings = List.of(30, 14, 7, 3, 1);
    private @Nullable Duration certificatePause;
    private InstantSource clock = InstantSource.system();
    private LongSupplier ticks = sinceNow();

    private Builder(TlsSource tls, Authenticator authenticator, AuthorizationPolicy policy) {
      this.tls = tls;
      this.authenticator = authenticator;
      this.policy = policy;
    }

    private static LongSupplier sinceNow() {
      long origin = System.nanoTime();
      return () -> System.nanoTime() - origin;
    }

    /**
     * Where to listen; may be called several times.
     *
     * @param address port 0 lets the system choose; without any call, and none of {@link
     *     #bindForCertificates}, port 443 on all interfaces
     * @return this
     */
    public Builder bind(InetSocketAddress address) {
      addresses.add(address);
      return this;
    }

    /**
     * Where to listen and ask clients for a certificate in the TLS handshake; may be called several
     * times. It is an address of its own because Windows shows its users a dialog wherever a server
     * asks. The certificate is presented to the authenticator as {@link
     * io.rdgateway.spi.Credential.ClientCertificate} before anything else. When the client signs in
     * by another scheme as well, both must be the same user, and the tunnel is that of the
     * certificate, with the narrower validity and scope of the two.
     *
     * @param address port 0 lets the system choose
     * @param clients whose certificates to take
     * @return this
     * @throws IllegalArgumentException if the address is bound twice
     */
    public Builder bindForCertificates(InetSocketAddress address, ClientTrust clients) {
      if (certificateAddresses.putIfAbsent(address, clients) != null) {
        throw new IllegalArgumentException("two listeners have the address " + address);
      }
      return this;
    }

    /**
     * Says that clients reach a listener through proxies, which say who the client is. It then
     * takes connections from them alone.
     *
     * @param address one that is bound by {@link #bind} or {@link #bindForCertificates}
     * @param value the proxies; without a call all clients come directly, and nothing that they
     *     send changes their address
     * @return this
     */
    public Builder trustedProxies(InetSocketAddress address, TrustedProxies value) {
      proxies.put(address, value);
      return this;
    }

    /**
     * Hosts that are told the client's address by a header of the PROXY protocol, version 2, as the
     * first bytes of each connection. Only for hosts that expect one: others take it for a client
     * that does not speak RDP, Windows among them. What the host then believes is what the gateway
     * believes: the address of the connection, or the one that a trusted proxy has stated. Where
     * one address is IPv6, the header is for IPv6 with IPv4-mapped addresses. May be called several
     * times.
     *
     * @param network of the addresses that the gateway connects to, for example {@code
     *     192.0.2.0/24} or {@code 2001:db8::7}; none without a call
     * @return this
     * @throws IllegalArgumentException if it is neither an address nor a network
     */
    public Builder announceClientsTo(String network) {
      announcedHosts.add(IpNetwork.parse(network));
      return this;
    }

    /**
     * Sets the bounds.
     *
     * @param value {@link Limits#defaults} without a call
     * @return this
     */
    public Builder limits(Limits value) {
      limits = value;
      return this;
    }

    /**
     * Who hears of events.
     *
     * @param value nobody without a call
     * @return this
     */
    public Builder listener(GatewayListener value) {
      listener = value;
      return this;
    }

    /**
     * What finds hosts.
     *
     * @param value the operating system's resolver without a call
     * @return this
     */
    public Builder resourceResolver(ResourceResolver value) {
      resolver = value;
      return this;
    }

    /**
     * Where hooks run. Without a call core makes one bounded executor for each kind of hook.
     *
     * @param value takes all kinds; should be bounded and reject when it is full; closed by the
     *     application
     * @return this
     */
    public Builder hookExecutor(Executor value) {
      hookExecutor = value;
      return this;
    }

    /**
     * Something else to serve on the same port.
     *
     * @param endpoint its path must be free
     * @return this
     * @throws IllegalArgumentException if the path is taken, malformed or the gateway's own, or the
     *     bound of the body is out of its range
     */
    public Builder endpoint(HttpEndpoint endpoint) {
      String path = endpoint.path();
      boolean own = path.toLowerCase(Locale.ROOT).startsWith("/remotedesktopgateway");
      if (!path.startsWith("/") || path.indexOf('?') >= 0 || own) {
        throw new IllegalArgumentException(
            "the path of an endpoint starts with a slash, has no query and is not the gateway's own: "
                + path);
      }
      if (endpoint.maxBodyBytes() < 0 || endpoint.maxBodyBytes() > 1 << 20) {
        throw new IllegalArgumentException("maxBodyBytes of " + path + " must be 0 to 1 MiB");
      }
      if (endpoints.putIfAbsent(path, endpoint) != null) {
        throw new IllegalArgumentException("two endpoints have the path " + path);
      }
      return this;
    }

    /**
     * A web page whose browser clients may open tunnels with GET; none may without a call.
     *
     * @param origin scheme, host and port as a browser sends them, for example {@code
     *     https://portal.example.com}
     * @return this
     */
    public Builder allowOrigin(String origin) {
      allowedOrigins.add(origin);
      return this;
    }

    /**
     * Opens a reserved address (loopback, link-local, …) to whatever the policy allows.
     *
     * @param address this very address
     * @return this
     */
    public Builder openReservedAddress(InetAddress address) {
      openedAddresses.add(address);
      return this;
    }

    /**
     * Which TLS implementation to use.
     *
     * @param value {@link TlsEngine#AUTO} without a call
     * @return this
     */
    public Builder tlsEngine(TlsEngine value) {
      engine = value;
      return this;
    }

    /**
     * How to talk to the operating system about connections.
     *
     * @param value {@link NetworkIo#AUTO} without a call
     * @return this
     */
    public Builder networkIo(NetworkIo value) {
      networkIo = value;
      return this;
    }

    /**
     * The realm of Basic, which clients show to their users.
     *
     * @param value printable ASCII without quotes and backslashes
     * @return this
     * @throws IllegalArgumentException if it has other characters
     */
    public Builder realm(String value) {
      if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7F && c != '"' && c != '\\')) {
        throw new IllegalArgumentException(
            "the realm must be printable ASCII without quotes and backslashes");
      }
      realm = value;
      return this;
    }

    /**
     * Lets the two channels of a tunnel whose sign-in happens inside it (PAA, SSPI_NTLM) come from
     * different addresses, as they do behind some carriers. Until the sign-in, a connection id that
     * was overheard is then enough to join in; nobody needs this for users who sign in over HTTP.
     *
     * @return this
     */
    public Builder insecurePairAcrossAddresses() {
      pairAcrossAddresses = true;
      return this;
    }

    /**
     * How many event loops relay bytes.
     *
     * @param value at least 1; as many as processors without a call
     * @return this
     */
    public Builder eventLoops(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("a gateway needs at least one event loop");
      }
      eventLoops = value;
      return this;
    }

    /**
     * Looks again and again whether the certificates have changed, by their content, and takes new
     * ones as {@link GatewayServer#reloadTls} does. What cannot be used is told as {@link
     * GatewayEvent.CertificateRefused}, and tried again. Without a call nobody looks.
     *
     * @param pause between two looks, at least a second
     * @return this
     * @throws IllegalArgumentException if the pause is shorter
     */
    public Builder watchCertificates(Duration pause) {
      if (pause.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException(
            "looks at the certificates need a second between them, not " + pause);
      }
      certificatePause = pause;
      return this;
    }

    /**
     * When to warn that a certificate expires; see {@link GatewayEvent.CertificateExpiring}.
     *
     * @param daysLeft numbers of days, each at least 1; 30, 14, 7, 3 and 1 without a call. With
     *     none there is only {@link GatewayEvent.CertificateExpired}
     * @return this
     * @throws IllegalArgumentException if a number is less than 1
     */
    public Builder certificateWarnings(int... daysLeft) {
      certificateWarnings = IntStream.of(daysLeft).boxed().toList();
      if (certificateWarnings.stream().anyMatch(days -> days < 1)) {
        throw new IllegalArgumentException("a warning comes at least one day before the end");
      }
      return this;
    }

    /**
     * The wall clock of events, proofs and certificates.
     *
     * @param value the system's without a call
     * @return this
     */
    public Builder clock(InstantSource value) {
      clock = value;
      return this;
    }

    /** The time of deadlines, for tests. */
    Builder ticks(LongSupplier value) {
      ticks = value;
      return this;
    }

    /**
     * Builds; nothing runs before {@link GatewayServer#start}, but what was built has to be closed.
     *
     * @return the gateway
     * @throws ConfigurationException if the chosen {@link NetworkIo} does not work on this machine,
     *     or there are proxies for an address that is not bound
     */
    public GatewayServer build() {
      if (addresses.isEmpty() && certificateAddresses.isEmpty()) {
        addresses.add(new InetSocketAddress(443));
      }
      for (InetSocketAddress address : proxies.keySet()) {
        if (!addresses.contains(address) && !certificateAddresses.containsKey(address)) {
          throw new ConfigurationException(
              "There are proxies for " + address + ", which is not bound; bind it as well.");
        }
      }
      return new GatewayServer(this);
    }
  }
}
