/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.protocol.ExtendedAuthMessage;
import io.rdgateway.protocol.HandshakeRequest;
import io.rdgateway.protocol.HandshakeResponse;
import io.rdgateway.protocol.ReauthMessage;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelCreate;
import io.rdgateway.protocol.TunnelResponse;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.testing.RawClient;
import io.rdgateway.testing.ScriptedClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
<<<<<<< HEAD
import java.util.concurrent.ConcurrentLinkedQueue;
=======
>>>>>>> 765ac35 (Tell the tests of reauthentications that go on from those that are refused)
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

<<<<<<< HEAD
/** Clients that sign in again for their live tunnels, through a running gateway. */
class ReauthTest {
  private static final Duration SESSION = Duration.ofHours(2);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Room for one tunnel: the connection of a reauthentication must not count as another. */
  private static final Limits LIMITS =
      Limits.defaults().toBuilder()
          .maxTunnels(1)
          .maxTunnelsPerUser(1)
          .maxTunnelsPerAddress(1)
          .maxChannelsPerResource(1)
          .keepAliveTime(Duration.ZERO)
          .reauthenticationTime(PATIENCE)
          .build();

  private final AtomicLong ticks = new AtomicLong();
  private final Hosts host = Hosts.echo();
  private final Users users = new Users();
  private final Policy policy = new Policy();
  private final TestGateway gateway = gateway(LIMITS);

  /** Every scheme that a client may sign in with again; the token is the user's name. */
  private static final class Users implements Authenticator {
    final ConcurrentLinkedQueue<Occasion> occasions = new ConcurrentLinkedQueue<>();
    volatile boolean disabled;

    @Override
    public List<AuthScheme> schemes() {
      return List.of(AuthScheme.BASIC, AuthScheme.PAA, AuthScheme.SSPI_NTLM);
    }

    @Override
    public AuthenticationResult proceed(Credential credential, AuthenticationContext context) {
      occasions.add(context.occasion());
      if (disabled) {
        return AuthenticationResult.rejected(RejectReason.UNKNOWN_USER);
      }
      return AuthenticationResult.accepted(
          UserPrincipal.of(name(credential), "name", Set.of(), credential.scheme(), Instant.EPOCH));
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
  private static final class Policy implements AuthorizationPolicy {
    final ConcurrentLinkedQueue<TunnelRequest> tunnels = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<ChannelRequest> channels = new ConcurrentLinkedQueue<>();
    volatile TunnelGrant grant = new TunnelGrant(Set.of(), Duration.ZERO, SESSION, true, Map.of());
    volatile boolean deniesTunnels;
    volatile boolean deniesChannels;

    @Override
    public Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) {
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

  private TestGateway gateway(Limits limits) {
    return TestGateway.start(
        TlsSource.insecurePlainHttp(),
        users,
        policy,
        builder -> builder.limits(limits).ticks(ticks::get).eventLoops(3));
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

  private void pass(Duration time) {
    ticks.addAndGet(time.toNanos());
  }

  private static String basic(String user) {
    return Requests.basic(user, TestGateway.PASSWORD);
  }

  private ScriptedClient open(TransportKind transport, String user) {
    ScriptedClient client = ScriptedClient.open(gateway.address(), transport, basic(user));
    client.ask(new HandshakeRequest(1, 0, 0, ExtendedAuth.NONE), HandshakeResponse.class);
    return client;
  }

  private ChannelCreate channel() {
    return new ChannelCreate(List.of("127.0.0.1"), List.of(), host.port(), 3);
  }

  /** A tunnel of Alice's with a channel. */
  private ScriptedClient tunnel(TransportKind transport, int capabilities) {
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
  private long asked(ScriptedClient tunnel) {
    pass(SESSION);
    long context = tunnel.receive(ReauthMessage.class).reauthTunnelContext();
    tunnel.echo("meanwhile");
    return context;
  }

  private static ResultCode create(ScriptedClient client, long context) {
    return client.ask(new TunnelCreate(0x12, context, null), TunnelResponse.class).statusCode();
  }

  private static ResultCode authorize(ScriptedClient client) {
    return client.ask(new TunnelAuth("PC1", null), TunnelAuthResponse.class).errorCode();
  }

  private void isReauthenticatedBy(ScriptedClient client, long context) {
    assertEquals(ResultCode.SUCCESS, create(client, context));
    completes(client);
  }

  private void completes(ScriptedClient client) {
    assertEquals(ResultCode.SUCCESS, authorize(client));
    assertEquals(ResultCode.SUCCESS, client.ask(channel(), ChannelResponse.class).errorCode());
    client.ask(new CloseChannel(ResultCode.SUCCESS), CloseChannelResponse.class);
    client.awaitEnd();
  }

  /** The time for the reauthentication is over. */
  private void endsWith(ScriptedClient tunnel, int code, long context) {
    tunnel.echo("until the end");
    pass(PATIENCE);
    assertEquals(new ResultCode(code), tunnel.receive(CloseChannel.class).statusCode());
    tunnel.send(new CloseChannelResponse(ResultCode.SUCCESS));
    assertEquals(
        CloseReason.Kind.REAUTHENTICATION_FAILED,
        gateway.events.await(GatewayEvent.TunnelClosed.class).reason().kind());
    isForgotten(context);
  }

  private void isForgotten(long context) {
    try (ScriptedClient client = open(TransportKind.WEBSOCKET, "alice")) {
      assertEquals(ResultCode.INTERNAL_ERROR, create(client, context));
      client.awaitEnd();
    }
  }
=======
/** Clients that sign in again, so that their live tunnels go on. */
class ReauthTest extends ReauthSteps {
>>>>>>> 765ac35 (Tell the tests of reauthentications that go on from those that are refused)

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void aTunnelGoesOnWhenItsClientSignsInAgain(TransportKind transport) {
    try (ScriptedClient tunnel = tunnel(transport, 0x12)) {
      long context = asked(tunnel);
      TunnelGrant old = policy.grant;
      Duration next = Duration.ofMinutes(10);
      policy.grant = new TunnelGrant(Set.of(), Duration.ZERO, next, true, Map.of("new", "yes"));
      try (ScriptedClient again = open(transport, "alice")) {
        isReauthenticatedBy(again, context);
      }
      GatewayEvent.TunnelReauthenticated renewed =
          gateway.events.await(GatewayEvent.TunnelReauthenticated.class);
      Tunnel view = gateway.server().tunnels().get(0);
      assertEquals(1, gateway.server().tunnels().size());
      assertEquals(view.id(), renewed.subject().tunnelId());
      assertNotEquals(view.connection(), renewed.connection());
      assertEquals(policy.grant, view.grant());
      isForgotten(context);
      asksThePoliciesForTheLiveTunnel(old, view);

      pass(next.minusMillis(500));
      tunnel.echo("after");
      pass(Duration.ofMillis(500));
      long second = tunnel.receive(ReauthMessage.class).reauthTunnelContext();
      assertNotEquals(context, second);
      try (ScriptedClient again = open(transport, "alice")) {
        isReauthenticatedBy(again, second);
      }
      tunnel.echo("and on");
      assertEquals(1, host.count());
      assertEquals(1, gateway.events.all(GatewayEvent.TunnelOpened.class).size());
      assertEquals(1, gateway.events.all(GatewayEvent.ChannelOpened.class).size());
      assertEquals(2, gateway.events.all(GatewayEvent.ReauthenticationRequested.class).size());
    }
    gateway.events.await(GatewayEvent.TunnelClosed.class);
    // Of the connection that came with a context that was used up, and of no other.
    gateway.events.awaitCount(GatewayEvent.TunnelFailed.class, e -> true, 1);
    assertEquals(1, gateway.events.all(GatewayEvent.TunnelFailed.class).size());
  }

  private void asksThePoliciesForTheLiveTunnel(TunnelGrant old, Tunnel view) {
    assertEquals(2, policy.tunnels.size());
    TunnelRequest tunnelRequest = List.copyOf(policy.tunnels).get(1);
    assertEquals(Occasion.REAUTHENTICATION, tunnelRequest.occasion());
    assertEquals(old, tunnelRequest.currentGrant());
    ChannelRequest channelRequest = List.copyOf(policy.channels).get(1);
    assertEquals(Occasion.REAUTHENTICATION, channelRequest.occasion());
    assertEquals(view.channel().orElseThrow().target(), channelRequest.target());
    assertEquals("127.0.0.1", channelRequest.requestedName());
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void theUserMaySignInWithACookie(TransportKind transport) {
    try (ScriptedClient tunnel = tunnel(transport, 0x12)) {
      long context = asked(tunnel);
      users.occasions.clear();
      try (ScriptedClient again = paa(transport)) {
        TunnelResponse created =
            again.ask(
                new TunnelCreate(0x12, context, TunnelCreate.cookie("alice")),
                TunnelResponse.class);
        assertEquals(ResultCode.SUCCESS, created.statusCode());
        completes(again);
      }
      assertEquals(List.of(Occasion.REAUTHENTICATION), List.copyOf(users.occasions));
      pass(PATIENCE);
      tunnel.echo("after");
      assertEquals(AuthScheme.PAA, gateway.server().tunnels().get(0).principal().scheme());
    }
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void theUserMaySignInInsideTheTunnel(TransportKind transport) {
    try (ScriptedClient tunnel = tunnel(transport, 0x12)) {
      long context = asked(tunnel);
      try (ScriptedClient again =
          ScriptedClient.open(gateway.address(), transport, "Authorization: SSPI_NTLM\r\n")) {
        again.ask(new HandshakeRequest(1, 0, 0, ExtendedAuth.SSPI_NTLM), HandshakeResponse.class);
        Bytes name = Bytes.copyOf("alice".getBytes(StandardCharsets.US_ASCII));
        again.ask(new ExtendedAuthMessage(ResultCode.SUCCESS, name), ExtendedAuthMessage.class);
        isReauthenticatedBy(again, context);
      }
      pass(PATIENCE);
      tunnel.echo("after");
    }
  }

  @Test
  void anApplicationMayAskForIt() throws Exception {
    try (ScriptedClient tunnel = tunnel(TransportKind.WEBSOCKET, 0x12)) {
      Tunnel view = gateway.server().tunnels().get(0);
      assertTrue(view.requestReauthentication().toCompletableFuture().get(20, TimeUnit.SECONDS));
      assertFalse(view.requestReauthentication().toCompletableFuture().get(20, TimeUnit.SECONDS));
      long context = tunnel.receive(ReauthMessage.class).reauthTunnelContext();
      try (ScriptedClient again = open(TransportKind.HTTP, "alice")) {
        isReauthenticatedBy(again, context);
      }
      tunnel.echo("after");
    }
  }

  @Test
<<<<<<< HEAD
  void aTunnelThatHasEndedIsNotReauthenticated() {
    ScriptedClient tunnel = tunnel(TransportKind.WEBSOCKET, 0x12);
    final long context = asked(tunnel);
    try (ScriptedClient again = open(TransportKind.WEBSOCKET, "alice")) {
      assertEquals(ResultCode.SUCCESS, create(again, context));
      assertEquals(ResultCode.SUCCESS, authorize(again));
      tunnel.close();
      gateway.events.await(GatewayEvent.TunnelClosed.class);
      assertEquals(
          ResultCode.RAP_ACCESS_DENIED, again.ask(channel(), ChannelResponse.class).errorCode());
      again.awaitEnd();
    }
    isForgotten(context);
    assertTrue(gateway.events.all(GatewayEvent.TunnelReauthenticated.class).isEmpty());
=======
  void aReviewThatBeganBeforeDoesNotBringTheOldPrincipalBack() throws Exception {
    try (ScriptedClient tunnel = tunnel(TransportKind.WEBSOCKET, 0x12)) {
      long context = asked(tunnel);
      var review = gateway.server().review(any -> true).toCompletableFuture();
      try (ScriptedClient again = paa(TransportKind.WEBSOCKET)) {
        again.ask(
            new TunnelCreate(0x12, context, TunnelCreate.cookie("alice")), TunnelResponse.class);
        completes(again);
      }
      policy.reviews.countDown();
      assertEquals(0, review.get(20, TimeUnit.SECONDS));
      tunnel.echo("on the loop of the tunnel, behind the review");
      Tunnel view = gateway.server().tunnels().get(0);
      assertEquals(AuthScheme.PAA, view.principal().scheme());
      assertEquals(policy.grant, view.grant());
    }
>>>>>>> 765ac35 (Tell the tests of reauthentications that go on from those that are refused)
  }

  /** It has no tunnel, so it stays among the connections whose number is bounded. */
  @Test
  void theConnectionKeepsItsPlaceAmongThoseWithoutATunnel() {
    try (ScriptedClient tunnel = tunnel(TransportKind.WEBSOCKET, 0x12)) {
      final long context = asked(tunnel);
      gateway.server().updateLimits(LIMITS.toBuilder().maxUnauthenticated(1).build());
      try (ScriptedClient again = open(TransportKind.WEBSOCKET, "alice")) {
        assertEquals(ResultCode.SUCCESS, create(again, context));
        assertEquals(ResultCode.SUCCESS, authorize(again));
        try (RawClient more = gateway.connect()) {
          assertTrue(more.isEnded());
        }
        assertEquals(
            "maxUnauthenticated",
            gateway.events.await(GatewayEvent.ConnectionRefused.class).limit());
      }
      gateway.events.await(GatewayEvent.TunnelFailed.class);
      try (ScriptedClient again = open(TransportKind.WEBSOCKET, "alice")) {
        isReauthenticatedBy(again, context);
      }
    }
  }
}
