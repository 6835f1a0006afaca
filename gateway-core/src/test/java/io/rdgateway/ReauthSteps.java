/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.LeakPresenceDetector;
import io.rdgateway.protocol.ChannelCreate;
import io.rdgateway.protocol.ChannelResponse;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.CloseChannelResponse;
import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.protocol.HandshakeRequest;
import io.rdgateway.protocol.HandshakeResponse;
import io.rdgateway.protocol.ReauthMessage;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelAuth;
import io.rdgateway.protocol.TunnelAuthResponse;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.protocol.TunnelResponse;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.testing.Hosts;
import io.rdgateway.testing.Requests;
import io.rdgateway.testing.ScriptedClient;
import io.rdgateway.testing.TestGateway;
import io.rdgateway.tls.TlsSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A gateway with one live tunnel of Alice's, and the steps of clients that sign in again for it.
 */
abstract class ReauthSteps {
  static final Duration SESSION = Duration.ofHours(2);
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Room for one tunnel: the connection of a reauthentication must not count as another. */
  static final Limits LIMITS =
      Limits.defaults().toBuilder()
          .maxTunnels(1)
          .maxTunnelsPerUser(1)
          .maxTunnelsPerAddress(1)
          .maxChannelsPerResource(1)
          .keepAliveTime(Duration.ZERO)
          .reauthenticationTime(PATIENCE)
          .build();

  final AtomicLong ticks = new AtomicLong();
  final Hosts host = Hosts.echo();
  final Users users = new Users();
  final Policy policy = new Policy();
  final TestGateway gateway =
      TestGateway.start(
          TlsSource.insecurePlainHttp(),
          users,
          policy,
          builder -> builder.limits(LIMITS).ticks(ticks::get).eventLoops(3));

  /** Every scheme that a client may sign in with again; the token is the user's name. */
  static final class Users implements Authenticator {
    final ConcurrentLinkedQueue<Occasion> occasions = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> holders = new ConcurrentLinkedQueue<>();
    volatile boolean disabled;

    @Override
    public List<AuthScheme> schemes() {
      return List.of(AuthScheme.BASIC, AuthScheme.PAA, AuthScheme.SSPI_NTLM);
    }

    @Override
    public AuthenticationResult proceed(Credential credential, AuthenticationContext context) {
      occasions.add(context.occasion());
      UserPrincipal holder = context.current();
      holders.add(holder == null ? "nobody" : holder.name() + " by " + holder.scheme());
      if (disabled) {
        return AuthenticationResult.rejected(RejectReason.UNKNOWN_USER);
      }
      String name = name(credential);
      return AuthenticationResult.accepted(
          UserPrincipal.of(name, name, Set.of(), credential.scheme(), Instant.EPOCH));
    }

    private static String name(Credential credential) {
      if (credential instanceof Credential.Password password) {
        return password.userName();
      } else if (credential instanceof Credential.AccessToken token) {
        return token.token();
      }
      return new String(((Credential.SecurityToken) credential).token(), StandardCharsets.US_ASCII);
    }
  }

  /** Allows until it is told not to, and remembers what it was asked. */
  static final class Policy implements AuthorizationPolicy {
    final ConcurrentLinkedQueue<TunnelRequest> tunnels = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<ChannelRequest> channels = new ConcurrentLinkedQueue<>();
    volatile TunnelGrant grant = new TunnelGrant(Set.of(), Duration.ZERO, SESSION, true, Map.of());
    volatile boolean deniesTunnels;
    volatile boolean deniesChannels;

    /** Reviews wait for it. */
    final CountDownLatch reviews = new CountDownLatch(1);

    @Override
    public Decision<TunnelGrant> authorizeTunnel(TunnelRequest request)
        throws InterruptedException {
      if (request.occasion() == Occasion.REVIEW) {
        reviews.await();
        return Decision.allow(TunnelGrant.unrestricted());
      }
      tunnels.add(request);
      return deniesTunnels ? Decision.notApplicable("changed") : Decision.allow(grant);
    }

    @Override
    public Decision<ChannelGrant> authorizeChannel(ChannelRequest request) {
      channels.add(request);
      return deniesChannels
          ? Decision.notApplicable("changed")
          : Decision.allow(new ChannelGrant(true, Map.of()));
    }
  }

  @BeforeEach
  void theClockRuns() {
    ticks.set(TimeUnit.HOURS.toNanos(1));
  }

  @AfterEach
  void nothingIsLeft() {
    gateway.close();
    host.close();
    LeakPresenceDetector.check();
    assertTrue(gateway.server().tunnels().isEmpty());
    int opened = gateway.events.all(GatewayEvent.TunnelOpened.class).size();
    assertEquals(opened, gateway.events.all(GatewayEvent.TunnelClosed.class).size());
  }

  void pass(Duration time) {
    ticks.addAndGet(time.toNanos());
  }

  static String basic(String user) {
    return Requests.basic(user, TestGateway.PASSWORD);
  }

  ScriptedClient open(TransportKind transport, String user) {
    ScriptedClient client = ScriptedClient.open(gateway.address(), transport, basic(user));
    client.ask(new HandshakeRequest(1, 0, 0, ExtendedAuth.NONE), HandshakeResponse.class);
    return client;
  }

  ChannelCreate channel() {
    return new ChannelCreate(List.of("127.0.0.1"), List.of(), host.port(), 3);
  }

  /** A tunnel of Alice's with a channel. */
  ScriptedClient tunnel(TransportKind transport, int capabilities) {
    ScriptedClient client = open(transport, "alice");
    TunnelResponse created =
        client.ask(new TunnelCreate(capabilities, null, null), TunnelResponse.class);
    assertEquals(ResultCode.SUCCESS, created.statusCode());
    assertEquals(capabilities, created.capsFlags());
    client.ask(new TunnelAuth("PC1", null), TunnelAuthResponse.class);
    assertEquals(ResultCode.SUCCESS, client.ask(channel(), ChannelResponse.class).errorCode());
    client.echo("before");
    return client;
  }

  /** The session time of the tunnel is over: the context of the client's reauthentication. */
  long asked(ScriptedClient tunnel) {
    pass(SESSION);
    long context = tunnel.receive(ReauthMessage.class).reauthTunnelContext();
    tunnel.echo("meanwhile");
    return context;
  }

  static ResultCode create(ScriptedClient client, long context) {
    return client.ask(new TunnelCreate(0x12, context, null), TunnelResponse.class).statusCode();
  }

  static ResultCode authorize(ScriptedClient client) {
    return client.ask(new TunnelAuth("PC1", null), TunnelAuthResponse.class).errorCode();
  }

  void isReauthenticatedBy(ScriptedClient client, long context) {
    assertEquals(ResultCode.SUCCESS, create(client, context));
    completes(client);
  }

  void completes(ScriptedClient client) {
    assertEquals(ResultCode.SUCCESS, authorize(client));
    assertEquals(ResultCode.SUCCESS, client.ask(channel(), ChannelResponse.class).errorCode());
    client.ask(new CloseChannel(ResultCode.SUCCESS), CloseChannelResponse.class);
    client.awaitEnd();
  }

  /** The time for the reauthentication is over. */
  void endsWith(ScriptedClient tunnel, int code, long context) {
    tunnel.echo("until the end");
    pass(PATIENCE);
    assertEquals(new ResultCode(code), tunnel.receive(CloseChannel.class).statusCode());
    tunnel.send(new CloseChannelResponse(ResultCode.SUCCESS));
    assertEquals(
        CloseReason.Kind.REAUTHENTICATION_FAILED,
        gateway.events.await(GatewayEvent.TunnelClosed.class).reason().kind());
    isForgotten(context);
  }

  void isForgotten(long context) {
    try (ScriptedClient client = open(TransportKind.WEBSOCKET, "alice")) {
      assertEquals(ResultCode.INTERNAL_ERROR, create(client, context));
      client.awaitEnd();
    }
  }

  ScriptedClient paa(TransportKind transport) {
    ScriptedClient client =
        ScriptedClient.open(gateway.address(), transport, "Authorization: PAA\r\n");
    client.ask(new HandshakeRequest(1, 0, 0, ExtendedAuth.PAA), HandshakeResponse.class);
    return client;
  }
}
