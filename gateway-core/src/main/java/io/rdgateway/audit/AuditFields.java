/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.audit;

import io.rdgateway.Administrator;
import io.rdgateway.CloseReason;
import io.rdgateway.GatewayEvent;
import io.rdgateway.audit.AuditRecord.Severity;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.DenyReason;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.tunnel.Refusals;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of each kind of event. */
final class AuditFields {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  private AuditFields() {}

  static Map<String, Object> of(GatewayEvent event) {
    AuditFields out = new AuditFields();
    if (event instanceof GatewayEvent.ServerStarted e) {
      out.put("address", address(e.address()));
    } else if (event instanceof GatewayEvent.ServerStopped) {
      return out.fields;
    } else if (event instanceof GatewayEvent.EventsLost e) {
      out.put("count", e.count());
    } else if (event instanceof GatewayEvent.CertificateChanged e) {
      out.certificate(e.after()).replaced(e.before());
    } else if (event instanceof GatewayEvent.CertificateRefused e) {
      out.certificate(e.inUse()).put("explanation", e.explanation());
    } else if (event instanceof GatewayEvent.CertificateExpiring e) {
      out.certificate(e.certificate()).put("daysLeft", e.daysLeft());
    } else if (event instanceof GatewayEvent.CertificateExpired e) {
      out.certificate(e.certificate());
    } else if (event instanceof GatewayEvent.ConnectionRefused e) {
      out.client(e.clientAddress()).put("limit", e.limit());
    } else if (event instanceof GatewayEvent.RequestRefused e) {
      out.client(e.clientAddress()).put("status", e.status()).put("explanation", e.explanation());
    } else if (event instanceof GatewayEvent.EndpointAnswered e) {
      out.client(e.clientAddress())
          .put("path", e.path())
          .put("status", e.status())
          .put("report", e.report());
    } else if (event instanceof GatewayEvent.SignedIn e) {
      out.principal(e.principal()).connection(e.connection()).put("stage", e.stage().name());
    } else if (event instanceof GatewayEvent.SignInRejected e) {
      out.put("AuthType", authType(e.scheme()))
          .connection(e.connection())
          .put("stage", e.stage().name())
          .rejected(e.reason());
    } else {
      out.ofTunnel(event);
    }
    return out.fields;
  }

  private void ofTunnel(GatewayEvent event) {
    if (event instanceof GatewayEvent.TunnelDenied e) {
      subject(e.subject()).denied(e.reason(), Refusals.tunnelDenied(e.reason().code()));
    } else if (event instanceof GatewayEvent.TunnelOpened e) {
      subject(e.subject()).put("ErrorCode", 0).put("policy", e.policy()).grant(e.grant());
    } else if (event instanceof GatewayEvent.TunnelClosed e) {
      subject(e.subject())
          .traffic(e.bytesFromClient(), e.bytesToClient(), e.duration(), e.reason());
    } else if (event instanceof GatewayEvent.TunnelFailed e) {
      subject(e.subject()).closed(e.reason());
    } else if (event instanceof GatewayEvent.ReauthenticationRequested e) {
      subject(e.subject());
    } else if (event instanceof GatewayEvent.TunnelReauthenticated e) {
      subject(e.subject()).again(e.connection()).grant(e.grant());
    } else if (event instanceof GatewayEvent.ReauthenticationRefused e) {
      subject(e.subject())
          .again(e.connection())
          .put("triedUser", e.userName())
          .denied(e.reason(), Refusals.tunnelDenied(e.reason().code()));
    } else if (event instanceof GatewayEvent.AdministratorActed e) {
      administrator(e.by())
          .put("action", e.action().name())
          .put("object", e.object())
          .put("outcome", e.outcome());
    } else if (event instanceof GatewayEvent.AdministratorRefused e) {
      client(e.clientAddress()).put("explanation", e.explanation());
    } else {
      ofChannel(event);
    }
  }

  private void ofChannel(GatewayEvent event) {
    if (event instanceof GatewayEvent.ChannelDenied e) {
      subject(e.subject())
          .resource(e.requestedName(), e.port())
          .denied(e.reason(), Refusals.channelDenied(e.reason().code()));
    } else if (event instanceof GatewayEvent.ChannelFailed e) {
      subject(e.subject())
          .resource(e.requestedName(), e.port())
          .errorCode(ResultCode.CONNECT_FAILED)
          .put("explanation", e.explanation());
    } else if (event instanceof GatewayEvent.ChannelOpened e) {
      subject(e.subject())
          .resource(e.requestedName(), e.target().getPort())
          .put("ErrorCode", 0)
          .put("target", address(e.target()))
          .put("policy", e.policy());
    } else if (event instanceof GatewayEvent.ChannelClosed e) {
      subject(e.subject())
          .resource(e.requestedName(), e.target().getPort())
          .put("target", address(e.target()))
          .traffic(e.bytesFromClient(), e.bytesToClient(), e.duration(), e.reason());
    }
  }

  static Severity severity(GatewayEvent event) {
    if (event instanceof GatewayEvent.EndpointAnswered answered) {
      return answered.status() < 400 ? Severity.INFORMATIONAL : Severity.WARNING;
    }
    if (event instanceof GatewayEvent.CertificateRefused
        || event instanceof GatewayEvent.CertificateExpiring
        || event instanceof GatewayEvent.CertificateExpired
        || event instanceof GatewayEvent.ConnectionRefused
        || event instanceof GatewayEvent.RequestRefused
        || event instanceof GatewayEvent.SignInRejected
        || event instanceof GatewayEvent.TunnelDenied
        || event instanceof GatewayEvent.TunnelFailed
        || event instanceof GatewayEvent.ChannelDenied
        || event instanceof GatewayEvent.ChannelFailed
        || event instanceof GatewayEvent.ReauthenticationRefused
        || event instanceof GatewayEvent.AdministratorRefused
        || event instanceof GatewayEvent.EventsLost) {
      return Severity.WARNING;
    }
    return event instanceof GatewayEvent.SignedIn
            || event instanceof GatewayEvent.ReauthenticationRequested
        ? Severity.INFORMATIONAL
        : Severity.NOTICE;
  }

  private AuditFields put(String name, @Nullable Object value) {
    if (value != null && !"".equals(value)) {
      fields.put(name, value);
    }
    return this;
  }

  private AuditFields certificate(GatewayEvent.Certificate certificate) {
    return put("certificate", certificate.subject())
        .put("names", certificate.names())
        .put("serialNumber", certificate.serialNumber())
        .put("notAfter", certificate.notAfter().toString());
  }

  private AuditFields replaced(GatewayEvent.@Nullable Certificate before) {
    return before == null
        ? this
        : put("oldSerialNumber", before.serialNumber())
            .put("oldNotAfter", before.notAfter().toString());
  }

  private AuditFields subject(GatewayEvent.Subject subject) {
    if (subject.principal() != null) {
      principal(subject.principal());
    }
    return connection(subject.connection())
        .put("tunnel", subject.tunnelId())
        .put("clientName", subject.clientName());
  }

  private AuditFields principal(UserPrincipal principal) {
    return put("Username", principal.name())
        .put("AuthType", authType(principal.scheme()))
        .put("userId", principal.id());
  }

  private AuditFields connection(ConnectionInfo connection) {
    return client(connection.clientAddress())
        .put("ConnectionProtocol", "HTTP") // as in Microsoft's log, however HTTP carries it
        .put("transport", connection.transport().name())
        .put("connection", connection.id())
        .put("correlationId", connection.clientCorrelationId())
        .put("claimedUser", connection.claimedUser());
  }

  private AuditFields administrator(Administrator by) {
    put("administrator", by.name());
    return by.address() == null ? this : client(by.address());
  }

  private AuditFields client(InetSocketAddress address) {
    return put("IpAddress", host(address)).put("clientPort", address.getPort());
  }

  /** A connection that came for a tunnel of another one. */
  private AuditFields again(ConnectionInfo connection) {
    return put("newConnection", connection.id())
        .put("newIpAddress", host(connection.clientAddress()));
  }

  private AuditFields resource(String name, int port) {
    return put("Resource", name).put("port", port);
  }

  private AuditFields denied(DenyReason reason, ResultCode code) {
    return errorCode(code)
        .put("reason", reason.code().name())
        .put("policy", reason.policy())
        .put("explanation", reason.explanation());
  }

  /** Microsoft's log holds the low half of what the client is told. */
  private AuditFields errorCode(ResultCode code) {
    return put("ErrorCode", code.value() & 0xFFFF);
  }

  private AuditFields rejected(RejectReason reason) {
    return put("reason", reason.code()).put("explanation", reason.explanation());
  }

  private AuditFields grant(TunnelGrant grant) {
    return put(
            "disabledRedirections",
            grant.disabledRedirections().stream().map(Enum::name).sorted().toList())
        .put("idleTimeoutSeconds", grant.idleTimeout().toSeconds())
        .put("sessionTimeoutSeconds", grant.sessionTimeout().toSeconds());
  }

  private AuditFields traffic(
      long bytesFromClient, long bytesToClient, Duration duration, CloseReason reason) {
    return put("BytesReceived", bytesToClient)
        .put("BytesTransfered", bytesFromClient)
        .put("SessionDuration", duration.toSeconds())
        .closed(reason);
  }

  private AuditFields closed(CloseReason reason) {
    return put("reason", reason.kind().name()).put("explanation", reason.explanation());
  }

  /** Microsoft's log calls a sign-in by a cookie so; other schemes have their names. */
  private static String authType(AuthScheme scheme) {
    return scheme.equals(AuthScheme.PAA) ? "Cookie" : scheme.token();
  }

  private static String host(InetSocketAddress address) {
    return address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
  }

  private static String address(InetSocketAddress address) {
    String host = host(address);
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }
}
