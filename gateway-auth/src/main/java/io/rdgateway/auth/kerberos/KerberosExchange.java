/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.ChannelBindingPolicy;
import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.negotiate.GssToken;
import io.rdgateway.auth.negotiate.MechanismExchange;
import io.rdgateway.auth.negotiate.MechanismOid;
import io.rdgateway.auth.negotiate.MechanismResult;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.UserPrincipal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.ietf.jgss.GSSException;

/** The one leg of Kerberos: a request comes, a reply goes (RFC 4121, section 4.1). */
final class KerberosExchange implements MechanismExchange {
  private static final int REQUEST = 0x0100;
  private static final int ERROR = 0x0300;
  private static final int TGT_REQUEST = 0x0400;

  /** KERB_AP_OPTIONS_CBT: the client knows channel bindings (MS-KILE 3.2.5.8). */
  private static final int BINDS_CHANNELS = 0x4000;

  private final KerberosAcceptor acceptor;

  KerberosExchange(KerberosAcceptor acceptor) {
    this.acceptor = acceptor;
  }

  @Override
  public MechanismResult accept(byte[] token, AuthenticationContext context) throws Exception {
    Instant now = acceptor.clock().instant();
    byte[] body;
    ApRequest request;
    try {
      body = body(token);
      request = ApRequest.parse(Arrays.copyOfRange(body, Short.BYTES, body.length));
    } catch (DerException e) {
      return refused(
          RejectReason.MALFORMED.because("the Kerberos token is malformed: " + e.getMessage()));
    } catch (KerberosException e) {
      return refused(e.reason());
    }
    try {
      return accept(body, request, context, now);
    } catch (KerberosException e) {
      return e.code() == null
          ? refused(e.reason())
          : new MechanismResult.Refused(
              e.reason(), framed(KrbError.toBytes(e.code(), request.service(), now)));
    }
  }

  private static byte[] body(byte[] token) throws DerException, KerberosException {
    byte[] body = GssToken.parse(token).body();
    int type = body.length < Short.BYTES ? -1 : ByteBuffer.wrap(body).getShort() & 0xFFFF;
    KerberosException.unless(type != TGT_REQUEST, KerberosRejects.USER_TO_USER, null);
    if (type != REQUEST) {
      throw new DerException("it is not a request");
    }
    return body;
  }

  private static byte[] framed(byte[] error) {
    byte[] body =
        ByteBuffer.allocate(Short.BYTES + error.length).putShort((short) ERROR).put(error).array();
    return new GssToken(MechanismOid.KERBEROS, body).toBytes();
  }

  private static MechanismResult refused(RejectReason reason) {
    return new MechanismResult.Refused(reason, null);
  }

  private MechanismResult accept(
      byte[] body, ApRequest request, AuthenticationContext context, Instant now) throws Exception {
    Keytab keytab;
    try {
      keytab = acceptor.keytab();
    } catch (IOException e) {
      return refused(
          KerberosRejects.NO_KEYTAB.because("the keytab cannot be read: " + e.getMessage()));
    }
    VerifiedRequest verified = acceptor.verifier().verify(request, keytab, now);
    KerberosName client = verified.ticket().client();
    KerberosException.unless(
        (verified.ticket().flags() & TicketPart.ANONYMOUS) == 0
            && !client.components().get(0).equals("WELLKNOWN"),
        KerberosRejects.ANONYMOUS,
        null);
    KerberosException.unless(
        acceptor.acceptsRealm(client.realm(), request.service()),
        KerberosRejects.FOREIGN_REALM.because(
            "the realm of " + client + " is not among the accepted"),
        null);
    checkBinding(verified, context);
    checkReplay(request, verified, now);
    JgssAcceptor.Accepted accepted;
    try {
      accepted = JgssAcceptor.accept(body, request, verified.key());
    } catch (GSSException e) {
      return refused(
          KerberosRejects.JGSS.because(
              "the JDK's Kerberos refuses the request: " + e.getMessage()));
    }
    KerberosAccount account = acceptor.accounts().find(user(verified), context);
    if (account instanceof KerberosAccount.Found found) {
      UserPrincipal principal = found.identity().signedIn(AuthScheme.KERBEROS, now);
      Instant end = acceptor.validUntil(principal.validUntil(), verified.ticket().end());
      return new MechanismResult.Complete(
          KerberosAcceptor.withEnd(principal, end), accepted.token(), accepted.integrity());
    }
    return refused(
        account instanceof KerberosAccount.Missing missing
            ? missing.reason()
            : RejectReason.HOOK_FAILED);
  }

  private void checkBinding(VerifiedRequest verified, AuthenticationContext context)
      throws KerberosException {
    byte[] sent = verified.binding();
    ChannelBindingPolicy policy = acceptor.channelBinding();
    boolean none = ChannelBindingPolicy.isNone(sent);
    // Who knows bindings and has none did not see this connection's certificate.
    boolean mayHaveNone =
        policy != ChannelBindingPolicy.WHEN_SENT || !none || !knowsBindings(verified);
    KerberosException.unless(
        mayHaveNone && policy.accepts(sent, context.endPointBinding(), acceptor.furtherBindings()),
        none ? KerberosRejects.NO_BINDING : KerberosRejects.WRONG_BINDING,
        null);
  }

  private static boolean knowsBindings(VerifiedRequest verified) {
    try {
      return AuthorizationData.relevant(
              verified.authenticator().authorizationData(), AuthorizationData.AP_OPTIONS)
          .filter(data -> data.length >= Integer.BYTES)
          .map(data -> ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getInt())
          .filter(options -> (options & BINDS_CHANNELS) != 0)
          .isPresent();
    } catch (DerException e) {
      return true; // nothing good comes of hiding it
    }
  }

  private void checkReplay(ApRequest request, VerifiedRequest verified, Instant now)
      throws KerberosException {
    ReplayCache.Outcome outcome =
        acceptor
            .replays()
            .add(
                request.authenticator().cipher(),
                verified.ticket().client(),
                verified.authenticator().time(),
                now);
    switch (outcome) {
      case NEW -> {}
      case REPEATED -> throw new KerberosException(KerberosRejects.REPLAY, KrbErrorCode.REPEATED);
      case FULL -> throw new KerberosException(KerberosRejects.REPLAY_CACHE_FULL, null);
    }
  }

  private static KerberosUser user(VerifiedRequest verified) throws GeneralSecurityException {
    Optional<LogonInfo> info;
    try {
      Optional<byte[]> pac =
          AuthorizationData.relevant(verified.ticket().authorizationData(), AuthorizationData.PAC);
      info = pac.isPresent() ? Pac.read(pac.get(), verified.key()) : Optional.empty();
    } catch (DerException e) {
      info = Optional.empty();
    }
    KerberosName name = verified.ticket().client();
    return info.map(logon -> new KerberosUser(name, logon.user(), logon.groups()))
        .orElseGet(() -> new KerberosUser(name, null, Set.of()));
  }
}
