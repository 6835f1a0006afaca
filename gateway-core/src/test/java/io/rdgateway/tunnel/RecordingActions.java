/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.rdgateway.CloseReason;
import io.rdgateway.protocol.HttpPacket;
import io.rdgateway.spi.AuthenticationContext.Stage;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.Occasion;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes down what a machine does, and holds it to the order that its users rely on. */
final class RecordingActions implements TunnelActions {

  record Authenticate(Credential credential, Stage stage, Occasion occasion) {
    Authenticate(Credential credential, Stage stage) {
      this(credential, stage, Occasion.OPEN);
    }
  }

  record Admit(UserPrincipal principal) {}

  record AskConsent(UserPrincipal principal) {}

  record Authorize(TunnelRequest request) {}

  record Denied(@Nullable UserPrincipal principal, String clientName, DenyReason reason) {}

  record Opened(UserPrincipal principal, String clientName, TunnelGrant grant, String policy) {}

  record OpenChannel(UserPrincipal principal, List<String> names, int port) {}

  record ChannelClosed(CloseReason reason) {}

  record TunnelClosed(CloseReason reason) {}

  record Offered(long context) {}

  record Withdrawn() {}

  record Claimed(long context, UserPrincipal principal) {}

  record Advanced(ReauthStatus status) {}

  record ReauthRefused(DenyReason reason) {}

  record AuthorizeResource(
      UserPrincipal principal, TunnelGrant grant, List<String> names, int port) {}

  /** The context that {@link ReauthActions#offer} makes up next. */
  long nextContext = 1;

  /** The tunnels that wait, and what each holds; a tunnel of somebody else holds null. */
  final Map<Long, Optional<TunnelGrant>> offers = new HashMap<>();

  /** What {@link #admit} answers. */
  @Nullable DenyReason full;

  private final List<Object> log = new ArrayList<>();
  private boolean opened;
  private boolean closed;

  /** What happened since the last call; packets stand for themselves. */
  List<Object> take() {
    List<Object> taken = List.copyOf(log);
    log.clear();
    return taken;
  }

  boolean isOpened() {
    return opened;
  }

  boolean isClosed() {
    return closed;
  }

  private void add(Object entry) {
    assertFalse(closed, () -> entry + " after the end of the tunnel");
    log.add(entry);
  }

  @Override
  public void send(HttpPacket packet) {
    add(packet);
  }

  @Override
  public void authenticate(Credential credential, Stage stage, @Nullable Long reauthContext) {
    Occasion occasion = reauthContext == null ? Occasion.OPEN : Occasion.REAUTHENTICATION;
    add(new Authenticate(credential, stage, occasion));
  }

  @Override
  public @Nullable DenyReason admit(UserPrincipal principal) {
    add(new Admit(principal));
    return full;
  }

  @Override
  public void askConsent(UserPrincipal principal) {
    add(new AskConsent(principal));
  }

  @Override
  public void authorize(TunnelRequest request) {
    add(new Authorize(request));
  }

  @Override
  public void denied(@Nullable UserPrincipal principal, String clientName, DenyReason reason) {
    add(new Denied(principal, clientName, reason));
  }

  @Override
  public void opened(UserPrincipal principal, String clientName, TunnelGrant grant, String policy) {
    assertFalse(opened, "opened twice");
    add(new Opened(principal, clientName, grant, policy));
    opened = true;
  }

  @Override
  public void openChannel(UserPrincipal principal, List<String> names, int port) {
    if (!opened) {
      throw new AssertionError("a channel before the tunnel was opened");
    }
    add(new OpenChannel(principal, names, port));
  }

  @Override
  public ReauthActions reauthentication() {
    return reauth;
  }

  private final ReauthActions reauth =
      new ReauthActions() {
        @Override
        public long offer() {
          add(new Offered(nextContext));
          return nextContext++;
        }

        @Override
        public void withdraw() {
          add(new Withdrawn());
        }

        @Override
        public boolean isOffered(long context) {
          return offers.containsKey(context);
        }

        @Override
        public @Nullable TunnelGrant claim(long context, UserPrincipal principal) {
          add(new Claimed(context, principal));
          return offers.getOrDefault(context, Optional.empty()).orElse(null);
        }

        @Override
        public void advance(ReauthStatus status) {
          add(new Advanced(status));
        }

        @Override
        public void refused(DenyReason reason) {
          add(new ReauthRefused(reason));
        }

        @Override
        public void authorizeResource(
            UserPrincipal principal, TunnelGrant grant, List<String> names, int port) {
          add(new AuthorizeResource(principal, grant, names, port));
        }
      };

  @Override
  public void closeChannel(CloseReason reason) {
    add(new ChannelClosed(reason));
  }

  @Override
  public void closeTunnel(CloseReason reason) {
    add(new TunnelClosed(reason));
    closed = true;
  }
}
