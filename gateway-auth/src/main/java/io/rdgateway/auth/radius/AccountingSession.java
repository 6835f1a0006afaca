/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.rdgateway.GatewayEvent;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One tunnel and its records that the server does not have yet. Belongs to the loop. */
final class AccountingSession {
  private final String id;
  private final byte[] userName;
  private final GatewayEvent.Subject subject;
  private final Instant opened;
  private final Deque<AccountingRecord> waiting = new ArrayDeque<>();
  private List<byte[]> classes;
  private long closedFromClient;
  private long closedToClient;
  private long reportedFromClient;
  private long reportedToClient;
  private boolean sending;

  AccountingSession(
      String id, GatewayEvent.TunnelOpened event, Function<UserPrincipal, String> names) {
    this.id = id;
    subject = event.subject();
    opened = event.at();
    UserPrincipal principal = subject.principal();
    userName = principal == null ? new byte[0] : Texts.cut(names.apply(principal), 253);
    classes = classes(event.grant());
  }

  /** Another policy may have put something else there: what is no Class is left out. */
  private static List<byte[]> classes(TunnelGrant grant) {
    String text = grant.attributes().getOrDefault(RadiusConnectionPolicy.CLASS, "");
    return Arrays.stream(text.split(",", -1))
        .filter(one -> one.matches("([0-9a-f]{2}){1,253}"))
        .map(HexFormat.of()::parseHex)
        .toList();
  }

  void grant(TunnelGrant grant) {
    classes = classes(grant);
  }

  void channelClosed(long fromClient, long toClient) {
    closedFromClient += fromClient;
    closedToClient += toClient;
  }

  Deque<AccountingRecord> waiting() {
    return waiting;
  }

  boolean isSending() {
    return sending;
  }

  void sending(boolean value) {
    sending = value;
  }

  AccountingRecord start() {
    return new AccountingRecord(this, AccountingRecord.START, opened, 0, 0, Duration.ZERO, 0);
  }

  /** A channel that has just closed may be missing for a moment; counters never go back. */
  AccountingRecord interim(Instant now, long channelFromClient, long channelToClient) {
    reportedFromClient = Math.max(reportedFromClient, closedFromClient + channelFromClient);
    reportedToClient = Math.max(reportedToClient, closedToClient + channelToClient);
    return new AccountingRecord(
        this,
        AccountingRecord.INTERIM,
        now,
        reportedFromClient,
        reportedToClient,
        Duration.between(opened, now),
        0);
  }

  AccountingRecord stop(GatewayEvent.TunnelClosed event) {
    return new AccountingRecord(
        this,
        AccountingRecord.STOP,
        event.at(),
        event.bytesFromClient(),
        event.bytesToClient(),
        event.duration(),
        TerminateCause.of(event.reason().kind()));
  }

  /** What is the same in all records. */
  void write(RequestWriter out) {
    out.add(AttributeType.ACCT_SESSION_ID, id.getBytes(StandardCharsets.UTF_8));
    if (userName.length > 0) {
      out.add(AttributeType.USER_NAME, userName);
    }
    out.text(
        AttributeType.CALLING_STATION_ID,
        subject.connection().clientAddress().getAddress().getHostAddress());
    out.text(AttributeType.NAS_PORT_ID, subject.connection().id());
    for (byte[] one : classes) {
      out.add(AttributeType.CLASS, one);
    }
  }

  @Nullable AccountingRecord head() {
    return waiting.peek();
  }
}
