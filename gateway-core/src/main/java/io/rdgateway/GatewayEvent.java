/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.tls.TlsIdentity;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What happened. Strings that a client chose are kept as they came; {@link Object#toString} escapes
 * them. No event holds a secret.
 */
public sealed interface GatewayEvent {

  /**
   * When.
   *
   * @return a wall-clock time
   */
  Instant at();

  /**
   * The id under which Microsoft's gateway logs this event (provider
   * Microsoft-Windows-TerminalServices-Gateway).
   *
   * @return empty for what it does not know
   */
  default OptionalInt microsoftEventId() {
    return OptionalInt.empty();
  }

  /**
   * Whose tunnel an event is about.
   *
   * @param tunnelId the gateway's id
   * @param connection the client's connection
   * @param principal who signed in; null before
   * @param clientName the client's machine as it states it; empty before
   */
  record Subject(
      String tunnelId,
      ConnectionInfo connection,
      @Nullable UserPrincipal principal,
      String clientName) {
    @Override
    public String toString() {
      return "tunnel "
          + tunnelId
          + " of "
          + (principal == null ? "nobody yet" : Escaped.text(principal.name()))
          + " from "
          + connection.clientAddress()
          + (clientName.isEmpty() ? "" : " (" + Escaped.text(clientName) + ")")
          + " by "
          + connection.transport();
    }
  }

  /**
   * The gateway listens.
   *
   * @param at when
   * @param address where
   */
  record ServerStarted(Instant at, InetSocketAddress address) implements GatewayEvent {
    @Override
    public OptionalInt microsoftEventId() {
      return OptionalInt.of(101);
    }
  }

  /**
   * The gateway has closed and nothing of it is left.
   *
   * @param at when
   */
  record ServerStopped(Instant at) implements GatewayEvent {
    @Override
    public OptionalInt microsoftEventId() {
      return OptionalInt.of(400);
    }
  }

  /**
   * A certificate of the gateway, for people.
   *
   * @param subject its distinguished name (RFC 2253)
   * @param names the DNS names and addresses that it is for
   * @param serialNumber in hexadecimal digits, as its issuer knows it
   * @param notAfter when its validity ends
   */
  record Certificate(String subject, List<String> names, String serialNumber, Instant notAfter) {
    /** Copies the names. */
    public Certificate {
      names = List.copyOf(names);
    }

    /**
     * Of a certificate in use.
     *
     * @param identity a certificate and its key
     * @return what may be told of it
     */
    public static Certificate of(TlsIdentity identity) {
      X509Certificate certificate = identity.certificate();
      return new Certificate(
          certificate.getSubjectX500Principal().getName(),
          identity.names(),
          certificate.getSerialNumber().toString(16),
          certificate.getNotAfter().toInstant());
    }

    @Override
    public String toString() {
      return Escaped.text(subject)
          + " for "
          + Escaped.text(String.join(", ", names))
          + ", serial number "
          + serialNumber
          + ", valid until "
          + notAfter;
    }
  }

  /**
   * New connections get another certificate; those that are there keep theirs.
   *
   * @param at when
   * @param before what it replaces; null if it is a further one
   * @param after the new one
   */
  record CertificateChanged(Instant at, @Nullable Certificate before, Certificate after)
      implements GatewayEvent {
    @Override
    public String toString() {
      return "CertificateChanged[" + after + (before == null ? "" : "; before, " + before) + "]";
    }
  }

  /**
   * A changed certificate cannot be used, and the old one stays. Told once for each state of the
   * place where it comes from; when that is good, it is taken.
   *
   * @param at when
   * @param inUse the certificate that stays
   * @param explanation what is wrong, and the remedy
   */
  record CertificateRefused(Instant at, Certificate inUse, String explanation)
      implements GatewayEvent {
    @Override
    public String toString() {
      return "CertificateRefused[" + Escaped.text(explanation) + " In use stays " + inUse + "]";
    }
  }

  /**
   * A certificate in use expires soon. Told once at each of the numbers of days that {@link
   * GatewayServer.Builder#certificateWarnings} has, of which only the last one that has passed
   * counts at the start.
   *
   * @param at when
   * @param certificate which
   * @param daysLeft whole days, rounded down
   */
  record CertificateExpiring(Instant at, Certificate certificate, long daysLeft)
      implements GatewayEvent {
    @Override
    public String toString() {
      return "CertificateExpiring[in "
          + daysLeft
          + (daysLeft == 1 ? " day: " : " days: ")
          + certificate
          + "]";
    }
  }

  /**
   * A certificate in use has expired: clients refuse the gateway until it is renewed. Told once.
   *
   * @param at when
   * @param certificate which
   */
  record CertificateExpired(Instant at, Certificate certificate) implements GatewayEvent {
    @Override
    public String toString() {
      return "CertificateExpired[" + certificate + "]";
    }
  }

  /**
   * A connection was closed unheard because a limit was reached, or because it did not come from a
   * proxy where clients come through proxies alone.
   *
   * @param at when
   * @param clientAddress where it came from
   * @param limit the name of the limit in {@link Limits}, or {@code trustedProxies}
   */
  record ConnectionRefused(Instant at, InetSocketAddress clientAddress, String limit)
      implements GatewayEvent {}

  /**
   * A request that HTTP or the gateway's rules do not allow.
   *
   * @param at when
   * @param clientAddress where it came from
   * @param status what it was answered; 0 if a connection was closed without an answer because the
   *     header of its proxy was malformed
   * @param explanation what was wrong
   */
  record RequestRefused(Instant at, InetSocketAddress clientAddress, int status, String explanation)
      implements GatewayEvent {
    @Override
    public String toString() {
      return "RequestRefused["
          + clientAddress
          + ", "
          + status
          + ": "
          + Escaped.text(explanation)
          + "]";
    }
  }

  /**
   * An endpoint of the application answered and had something to say about it.
   *
   * @param at when
   * @param clientAddress where the request came from
   * @param path of the endpoint
   * @param status what it answered
   * @param report its own words
   */
  record EndpointAnswered(
      Instant at, InetSocketAddress clientAddress, String path, int status, String report)
      implements GatewayEvent {
    @Override
    public String toString() {
      return "EndpointAnswered["
          + clientAddress
          + " at "
          + path
          + ", "
          + status
          + ": "
          + Escaped.text(report)
          + "]";
    }
  }

  /**
   * A sign-in was refused.
   *
   * @param at when
   * @param connection the client's connection
   * @param scheme how the client tried
   * @param stage where
   * @param reason why
   */
  record SignInRejected(
      Instant at,
      ConnectionInfo connection,
      AuthScheme scheme,
      AuthenticationContext.Stage stage,
      RejectReason reason)
      implements GatewayEvent {
    @Override
    public String toString() {
      return "SignInRejected["
          + connection.clientAddress()
          + ", "
          + scheme
          + " at "
          + stage
          + ": "
          + Escaped.text(reason.code() + ", " + reason.explanation())
          + "]";
    }
  }

  /**
   * A user signed in. With two channels there are two of these for one tunnel.
   *
   * @param at when
   * @param connection the client's connection
   * @param principal who
   * @param stage where
   */
  record SignedIn(
      Instant at,
      ConnectionInfo connection,
      UserPrincipal principal,
      AuthenticationContext.Stage stage)
      implements GatewayEvent {
    @Override
    public String toString() {
      return "SignedIn["
          + Escaped.text(principal.name())
          + " from "
          + connection.clientAddress()
          + " by "
          + principal.scheme()
          + "]";
    }
  }

  /**
   * A tunnel was refused.
   *
   * @param at when
   * @param subject whose
   * @param reason why
   */
  record TunnelDenied(Instant at, Subject subject, DenyReason reason) implements GatewayEvent {
    @Override
    public OptionalInt microsoftEventId() {
      return OptionalInt.of(
          switch (reason.code()) {
            case TOO_MANY_CONNECTIONS -> 203;
            case QUARANTINE -> 204;
            case NOT_AUTHORIZED, CAPABILITY_MISMATCH, HOOK_FAILED -> 201;
          });
    }

    @Override
    public String toString() {
      return "TunnelDenied["
          + subject
          + ": "
          + reason.code()
          + ", "
          + Escaped.text(reason.explanation())
          + "]";
    }
  }

  /**
   * A tunnel was authorized. Exactly one {@link TunnelClosed} follows.
   *
   * @param at when
   * @param subject whose
   * @param grant what the policy allowed
   * @param policy which policy
   * @param setUp since the client's connection was accepted, the sign-in included
   */
  record TunnelOpened(Instant at, Subject subject, TunnelGrant grant, String policy, Duration setUp)
      implements GatewayEvent {
    @Override
    public OptionalInt microsoftEventId() {
      return OptionalInt.of(200);
    }

    @Override
    public String toString() {
      return "TunnelOpened[" + subject + ", policy " + Escaped.text(policy) + "]";
    }
  }

  /**
   * A tunnel that was opened has ended.
   *
   * @param at when
   * @param subject whose
   * @param bytesFromClient payload of all its channels from the client
   * @param bytesToClient payload of all its channels to the client
   * @param duration since it was opened
   * @param reason why
   */
  record TunnelClosed(
      Instant at,
      Subject subject,
      long bytesFromClient,
      long bytesToClient,
      Duration duration,
      CloseReason reason)
      implements GatewayEvent {
    @Override
    public OptionalInt microsoftEventId() {
      return switch (reason.kind()) {
        case ADMINISTRATOR -> OptionalInt.of(202);
        case SESSION_TIMEOUT -> OptionalInt.of(307);
        default -> OptionalInt.empty();
      };
    }

    @Override
    public String toString() {
      return "TunnelClosed["
          + subject
          + ", "
          + Traffic.text(bytesFromClient, bytesToClient, duration, reason)
          + "]";
    }
  }

  /**
   * A target was refused by the resource policy, the gateway's own guard or a limit.
   *
   * @param at when
   * @param subject whose
   * @param requestedName the name that the client asked for
   * @param port the port that it asked for
   * @param reason why
   */
  record ChannelDenied(
      Instant at, Subject subject, String requestedName, int port, DenyReason reason)
      implements GatewayEvent {
    @Override
    public OptionalInt microsoftEventId() {
      return OptionalInt.of(301);
    }

    @Override
    public String toString() {
      return "ChannelDenied["
          + subject
          + " to "
          + Escaped.text(requestedName)
          + ":"
          + port
          + ": "
          + reason.code()
          + ", "
          + Escaped.text(reason.explanation())
          + "]";
    }
  }

  /**
   * A target was authorized, but could not be resolved or connected.
   *
   * @param at when
   * @param subject whose
   * @param requestedName the name that the client asked for
   * @param port the port that it asked for
   * @param explanation what went wrong
   */
  record ChannelFailed(
      Instant at, Subject subject, String requestedName, int port, String explanation)
      implements GatewayEvent {
    @Override
    public OptionalInt microsoftEventId() {
      return OptionalInt.of(304);
    }

    @Override
    public String toString() {
      return "ChannelFailed["
          + subject
          + " to "
          + Escaped.text(requestedName)
          + ":"
          + port
          + ": "
          + Escaped.text(explanation)
          + "]";
    }
  }

  /**
   * A target was authorized (Microsoft's event 300) and is connected (302). Exactly one {@link
   * ChannelClosed} follows.
   *
   * @param at when
   * @param subject whose
   * @param requestedName the name that the client asked for
   * @param target where the gateway is connected
   * @param policy which policy allowed it
   * @param setUp since the client's connection was accepted for the first channel of a tunnel,
   *     otherwise since it was asked for
   */
  record ChannelOpened(
      Instant at,
      Subject subject,
      String requestedName,
      InetSocketAddress target,
      String policy,
      Duration setUp)
      implements GatewayEvent {
    @Override
    public OptionalInt microsoftEventId() {
      return OptionalInt.of(302);
    }

    @Override
    public String toString() {
      return "ChannelOpened["
          + subject
          + " to "
          + Escaped.text(requestedName)
          + " at "
          + Escaped.text(target.toString())
          + ", policy "
          + Escaped.text(policy)
          + "]";
    }
  }

  /**
   * A channel that was opened has ended.
   *
   * @param at when
   * @param subject whose
   * @param requestedName the name that the client asked for
   * @param target where the gateway was connected
   * @param bytesFromClient payload from the client to the host
   * @param bytesToClient payload from the host to the client
   * @param duration since it was opened
   * @param reason why
   */
  record ChannelClosed(
      Instant at,
      Subject subject,
      String requestedName,
      InetSocketAddress target,
      long bytesFromClient,
      long bytesToClient,
      Duration duration,
      CloseReason reason)
      implements GatewayEvent {
    @Override
    public OptionalInt microsoftEventId() {
      return OptionalInt.of(303);
    }

    @Override
    public String toString() {
      return "ChannelClosed["
          + subject
          + " to "
          + Escaped.text(requestedName)
          + " at "
          + Escaped.text(target.toString())
          + ", "
          + Traffic.text(bytesFromClient, bytesToClient, duration, reason)
          + "]";
    }
  }

  /**
   * The client's side ended before a tunnel was opened, other than by a denial that has an event of
   * its own.
   *
   * @param at when
   * @param subject whose
   * @param reason why
   */
  record TunnelFailed(Instant at, Subject subject, CloseReason reason) implements GatewayEvent {
    @Override
    public OptionalInt microsoftEventId() {
      return OptionalInt.of(306);
    }

    @Override
    public String toString() {
      return "TunnelFailed["
          + subject
          + ": "
          + reason.kind()
          + ", "
          + Escaped.text(reason.explanation())
          + "]";
    }
  }

  /**
   * A client was asked to sign in again for its live tunnel. Either {@link TunnelReauthenticated}
   * follows, or the tunnel ends.
   *
   * @param at when
   * @param subject whose tunnel
   */
  record ReauthenticationRequested(Instant at, Subject subject) implements GatewayEvent {
    @Override
    public String toString() {
      return "ReauthenticationRequested[" + subject + "]";
    }
  }

  /**
   * A live tunnel has proved itself again and goes on. The connection on which this happened is no
   * tunnel and has no events of a tunnel or a channel.
   *
   * @param at when
   * @param subject whose tunnel, with the new principal
   * @param connection on which the user signed in again
   * @param grant what holds from now on
   */
  record TunnelReauthenticated(
      Instant at, Subject subject, ConnectionInfo connection, TunnelGrant grant)
      implements GatewayEvent {
    @Override
    public String toString() {
      return "TunnelReauthenticated[" + subject + ", on " + connection.clientAddress() + "]";
    }
  }

  /**
   * A connection that came to reauthenticate a live tunnel was refused. The tunnel stays until its
   * time for the reauthentication is over: another connection may do better.
   *
   * @param at when
   * @param subject whose tunnel
   * @param connection that was refused
   * @param userName who signed in there
   * @param reason why
   */
  record ReauthenticationRefused(
      Instant at, Subject subject, ConnectionInfo connection, String userName, DenyReason reason)
      implements GatewayEvent {
    @Override
    public String toString() {
      return "ReauthenticationRefused["
          + subject
          + ", to "
          + Escaped.text(userName)
          + " on "
          + connection.clientAddress()
          + ": "
          + reason.code()
          + ", "
          + Escaped.text(reason.explanation())
          + "]";
    }
  }

  /**
   * An administrator did something to the running gateway.
   *
   * @param at when
   * @param by who
   * @param action what
   * @param object what it was done to; empty for the whole gateway
   * @param outcome what came of it
   */
  record AdministratorActed(
      Instant at, Administrator by, Action action, String object, String outcome)
      implements GatewayEvent {

    /** What administrators do. */
    public enum Action {
      /** Ended tunnels. */
      DISCONNECT,
      /** Showed users a text. */
      MESSAGE,
      /** Stopped taking new tunnels. */
      DRAIN,
      /** Took new tunnels again. */
      RESUME,
      /** Read the policy again. */
      RELOAD_POLICY,
      /** Read the certificates again. */
      RELOAD_CERTIFICATES
    }

    @Override
    public String toString() {
      return "AdministratorActed["
          + by
          + ", "
          + action
          + (object.isEmpty() ? "" : " " + Escaped.text(object))
          + ": "
          + Escaped.text(outcome)
          + "]";
    }
  }

  /**
   * Somebody wanted to administrate the gateway and may not.
   *
   * @param at when
   * @param clientAddress where the wish came from
   * @param explanation why it was refused
   */
  record AdministratorRefused(Instant at, InetSocketAddress clientAddress, String explanation)
      implements GatewayEvent {
    @Override
    public String toString() {
      return "AdministratorRefused[" + clientAddress + ": " + Escaped.text(explanation) + "]";
    }
  }

  /**
   * The listener was too slow and the queue was full.
   *
   * @param at when
   * @param count how many events were thrown away since the last report
   */
  record EventsLost(Instant at, long count) implements GatewayEvent {}
}
