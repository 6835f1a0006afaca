/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.audit;

import io.rdgateway.Administrator;
import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.GatewayEvent.Subject;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext.Stage;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.Redirection;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One event of each kind. */
final class Samples {
  static final Instant AT = Instant.parse("2026-06-01T12:00:00.123456Z");
  static final InetSocketAddress HOST = new InetSocketAddress(address(10, 1, 2, 3), 3389);
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(address(192, 0, 2, 7), 50_123);
  private static final UserPrincipal ALICE =
      UserPrincipal.of("id-1", "CORP\\alice", Set.of("staff"), AuthScheme.NTLM, AT);
  static final ConnectionInfo CONNECTION =
      new ConnectionInfo(
          "c1",
          TransportKind.WEBSOCKET,
          CLIENT,
          new InetSocketAddress(address(192, 0, 2, 1), 443),
          "TLSv1.3",
          List.of(),
          "{conn}",
          "{corr}",
          null,
          "MS-RDGateway/1.0");
  static final Subject SUBJECT = new Subject("t1", CONNECTION, ALICE, "PC-7");
  private static final GatewayEvent.Certificate CERTIFICATE =
      new GatewayEvent.Certificate("CN=gw", List.of("gw.example"), "1f", AT);
  private static final DenyReason DENIED =
      new DenyReason(DenyCode.NOT_AUTHORIZED, "staff", "names nobody");
  private static final TunnelGrant GRANT =
      new TunnelGrant(
          Set.of(Redirection.PRINTER, Redirection.DRIVE),
          Duration.ofMinutes(30),
          Duration.ofHours(8),
          false,
          Map.of());

  static final List<GatewayEvent> ALL =
      List.of(
          new GatewayEvent.ServerStarted(AT, new InetSocketAddress(v6(), 443)),
          new GatewayEvent.ServerStopped(AT),
          new GatewayEvent.EventsLost(AT, 17),
          new GatewayEvent.AdministratorActed(
              AT,
              new Administrator("root", CLIENT),
              GatewayEvent.AdministratorActed.Action.DISCONNECT,
              "user alice",
              "2 tunnels"),
          new GatewayEvent.AdministratorRefused(AT, CLIENT, "wrong secret"),
          new GatewayEvent.CertificateChanged(AT, CERTIFICATE, CERTIFICATE),
          new GatewayEvent.CertificateRefused(AT, CERTIFICATE, "The key is another's."),
          new GatewayEvent.CertificateExpiring(AT, CERTIFICATE, 7),
          new GatewayEvent.CertificateExpired(AT, CERTIFICATE),
          new GatewayEvent.ConnectionRefused(AT, CLIENT, "maxUnauthenticated"),
          new GatewayEvent.RequestRefused(AT, CLIENT, 400, "folded"),
          new GatewayEvent.EndpointAnswered(AT, CLIENT, "/KdcProxy", 200, "a ticket for alice"),
          new GatewayEvent.SignedIn(AT, CONNECTION, ALICE, Stage.HTTP),
          new GatewayEvent.SignInRejected(
              AT, CONNECTION, AuthScheme.PAA, Stage.TUNNEL_CREATE, RejectReason.WRONG_PASSWORD),
          new GatewayEvent.TunnelDenied(AT, SUBJECT, DENIED),
          new GatewayEvent.TunnelOpened(AT, SUBJECT, GRANT, "cap", Duration.ofMillis(800)),
          closed(CloseReason.of(CloseReason.Kind.IDLE_TIMEOUT, "idle")),
          new GatewayEvent.TunnelFailed(
              AT, SUBJECT, CloseReason.of(CloseReason.Kind.TIMED_OUT, "late")),
          new GatewayEvent.ReauthenticationRequested(AT, SUBJECT),
          new GatewayEvent.TunnelReauthenticated(AT, SUBJECT, CONNECTION, GRANT),
          new GatewayEvent.ReauthenticationRefused(AT, SUBJECT, CONNECTION, "bob", DENIED),
          new GatewayEvent.ChannelDenied(AT, SUBJECT, "pc7", 3389, DENIED),
          new GatewayEvent.ChannelFailed(AT, SUBJECT, "pc7", 3389, "no answer"),
          new GatewayEvent.ChannelOpened(AT, SUBJECT, "pc7", HOST, "rap", Duration.ofMillis(900)),
          new GatewayEvent.ChannelClosed(
              AT,
              SUBJECT,
              "pc7",
              HOST,
              1_000,
              2_000_000,
              Duration.ofMinutes(2),
              CloseReason.of(CloseReason.Kind.CLIENT_VANISHED, "gone")));

  private Samples() {}

  static GatewayEvent.TunnelClosed closed(CloseReason reason) {
    return new GatewayEvent.TunnelClosed(AT, SUBJECT, 10, 20, Duration.ofSeconds(30), reason);
  }

  static <E extends GatewayEvent> E of(Class<E> type) {
    return ALL.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  private static InetAddress address(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static InetAddress v6() {
    return address(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
  }
}
