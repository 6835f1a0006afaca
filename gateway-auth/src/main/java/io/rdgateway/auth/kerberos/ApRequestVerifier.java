/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.der.DerException;
import io.rdgateway.spi.RejectReason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/**
 * Judges an AP-REQ (RFC 4120, section 3.2.3; RFC 4121, section 4.1.1). Reads nothing that does not
 * decrypt, except the name of the service.
 */
final class ApRequestVerifier {
  private static final int TICKET_USAGE = 2;
  private static final int AUTHENTICATOR_USAGE = 11;
  private static final long GSS_CHECKSUM = 0x8003;
  private static final int BINDING_BYTES = 16;
  private static final int GSS_CHECKSUM_BYTES = 24;

  /** GSS_C_DCE_STYLE (RFC 4757, section 7.1): the client would send a third token. */
  private static final int DCE_STYLE = 0x1000;

  private static final String SERVICE = "HTTP";

  private final Duration skew;

  /**
   * A verifier.
   *
   * @param skew how far a client's clock may be off
   */
  ApRequestVerifier(Duration skew) {
    this.skew = skew;
  }

  /** Whether tickets encrypted with a key could be accepted. */
  static boolean isUsable(Keytab.Entry key) {
    return isWebService(key.service());
  }

  private static boolean isWebService(KerberosName service) {
    return service.components().size() == 2
        && service.components().get(0).equalsIgnoreCase(SERVICE);
  }

  VerifiedRequest verify(ApRequest request, Keytab keytab, Instant now)
      throws KerberosException, GeneralSecurityException {
    check(
        request.isKerberos5(),
        RejectReason.MALFORMED.because("the request is not of Kerberos 5"),
        KrbErrorCode.BAD_VERSION);
    check(
        request.isRequest(),
        RejectReason.MALFORMED.because("the message is not an AP-REQ"),
        KrbErrorCode.MESSAGE_TYPE);
    check(
        (request.options() & ApRequest.USE_SESSION_KEY) == 0,
        KerberosRejects.USER_TO_USER,
        KrbErrorCode.NO_KEY);
    try {
      return decrypted(request, keytab, now);
    } catch (DerException e) {
      // What decrypts was written by the KDC or by the owner of the ticket.
      throw new KerberosException(
          RejectReason.MALFORMED.because(
              "the decrypted part of the request is malformed: " + e.getMessage()),
          null);
    }
  }

  private VerifiedRequest decrypted(ApRequest request, Keytab keytab, Instant now)
      throws KerberosException, GeneralSecurityException, DerException {
    List<Keytab.Entry> candidates = candidates(request, keytab);
    Keytab.Entry used = null;
    byte[] plain = null;
    for (Keytab.Entry candidate : candidates) {
      plain = decrypt(candidate.type(), candidate.key(), TICKET_USAGE, request.ticket().cipher());
      if (plain != null) {
        used = candidate;
        break;
      }
    }
    if (plain == null || used == null) {
      throw undecryptable(request, candidates);
    }
    TicketPart ticket = TicketPart.parse(plain);
    AuthenticatorPart authenticator = authenticator(request, ticket);
    check(
        authenticator.version() == 5,
        RejectReason.MALFORMED.because("the authenticator is not of Kerberos 5"),
        KrbErrorCode.BAD_VERSION);
    check(
        authenticator.client().equals(ticket.client()),
        KerberosRejects.BAD_MATCH,
        KrbErrorCode.BAD_MATCH);
    checkTimes(ticket, authenticator.time(), now);
    return new VerifiedRequest(used, ticket, authenticator, binding(authenticator));
  }

  private static List<Keytab.Entry> candidates(ApRequest request, Keytab keytab)
      throws KerberosException {
    KerberosName service = request.service();
    check(
        isWebService(service),
        KerberosRejects.OTHER_SERVICE.because(
            "the ticket is for " + service + ", not for " + SERVICE + " at this gateway"),
        KrbErrorCode.NOT_US);
    List<Keytab.Entry> keys = keytab.of(service);
    check(
        !keys.isEmpty(),
        KerberosRejects.OTHER_SERVICE.because(
            "the ticket is for "
                + service
                + ", of which the keytab has no key;"
                + " add it, or let clients use a name that the keytab has"),
        KrbErrorCode.NOT_US);
    EncryptionType type = EncryptionType.of(request.ticket().type());
    check(
        type != null,
        KerberosRejects.NO_KEY.because(
            "the ticket for "
                + service
                + " is encrypted by type "
                + request.ticket().type()
                + ", which is not accepted; switch AES on for the account of the service"),
        KrbErrorCode.ENCRYPTION_TYPE);
    List<Keytab.Entry> ofType = keys.stream().filter(entry -> entry.type() == type).toList();
    check(
        !ofType.isEmpty(),
        KerberosRejects.NO_KEY.because(
            "the ticket for "
                + service
                + " is encrypted by "
                + type
                + ", of which the keytab has no key; export the keytab with all types"),
        KrbErrorCode.NO_KEY);
    Long kvno = request.ticket().kvno();
    List<Keytab.Entry> ofVersion =
        ofType.stream().filter(entry -> kvno != null && entry.kvno() == kvno).toList();
    return ofVersion.isEmpty() ? ofType : ofVersion;
  }

  private static KerberosException undecryptable(ApRequest request, List<Keytab.Entry> candidates) {
    List<Long> versions = candidates.stream().map(Keytab.Entry::kvno).distinct().toList();
    Long kvno = request.ticket().kvno();
    if (kvno == null || versions.contains(kvno)) {
      return new KerberosException(
          KerberosRejects.INTEGRITY.because(
              "the ticket for "
                  + request.service()
                  + " does not decrypt with the keytab's key:"
                  + " the keytab is of another KDC or password, or somebody made the ticket up"),
          KrbErrorCode.INTEGRITY);
    }
    return new KerberosException(
        KerberosRejects.NO_KEY.because(
            "the ticket for "
                + request.service()
                + " is encrypted with version "
                + kvno
                + " of the key, and the keytab has "
                + versions
                + "; export the keytab again, and let clients fetch new tickets"),
        KrbErrorCode.KEY_VERSION);
  }

  private static AuthenticatorPart authenticator(ApRequest request, TicketPart ticket)
      throws KerberosException, GeneralSecurityException, DerException {
    EncryptionType type = EncryptionType.of(ticket.keyType());
    check(
        type != null,
        KerberosRejects.NO_KEY.because(
            "the session key is of type " + ticket.keyType() + ", which is not accepted"),
        KrbErrorCode.ENCRYPTION_TYPE);
    check(
        type != null
            && request.authenticator().type() == type.number()
            && ticket.sessionKey().length == type.keyBytes(),
        KerberosRejects.BAD_MATCH,
        KrbErrorCode.BAD_MATCH);
    byte[] plain =
        type == null
            ? null
            : decrypt(
                type, ticket.sessionKey(), AUTHENTICATOR_USAGE, request.authenticator().cipher());
    if (plain == null) {
      throw new KerberosException(
          KerberosRejects.INTEGRITY.because(
              "the authenticator does not decrypt: the client does not know the ticket's key"),
          KrbErrorCode.INTEGRITY);
    }
    return AuthenticatorPart.parse(plain);
  }

  /** Null if the key is wrong or the bytes have been changed. */
  private static byte @Nullable [] decrypt(
      EncryptionType type, byte[] key, int usage, byte[] cipher) throws GeneralSecurityException {
    try {
      return type.decrypt(key, usage, cipher);
    } catch (AEADBadTagException e) {
      return null;
    }
  }

  private void checkTimes(TicketPart ticket, Instant clientTime, Instant now)
      throws KerberosException {
    Duration off = Duration.between(now, clientTime);
    check(
        off.abs().compareTo(skew) <= 0,
        KerberosRejects.CLOCK_SKEW.because(
            "the client's clock is "
                + inWords(off.abs())
                + (off.isNegative() ? " behind" : " ahead of")
                + " the gateway's; at most "
                + inWords(skew)
                + " is allowed: set both by a time server"),
        KrbErrorCode.CLOCK_SKEW);
    check(
        (ticket.flags() & TicketPart.INVALID) == 0 && !ticket.start().isAfter(now.plus(skew)),
        KerberosRejects.NOT_YET_VALID,
        KrbErrorCode.NOT_YET_VALID);
    check(
        ticket.end().isAfter(now.minus(skew)),
        KerberosRejects.EXPIRED.because("the ticket has expired at " + ticket.end()),
        KrbErrorCode.EXPIRED);
  }

  private static String inWords(Duration time) {
    return time.toSeconds() < 60
        ? time.toSeconds() + " s"
        : time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }

  /** The checksum that is none: its length, the binding, flags, and what need not be known. */
  private static byte[] binding(AuthenticatorPart authenticator) throws KerberosException {
    ByteBuffer in = ByteBuffer.wrap(authenticator.checksum()).order(ByteOrder.LITTLE_ENDIAN);
    check(
        authenticator.checksumType() == GSS_CHECKSUM
            && in.remaining() >= GSS_CHECKSUM_BYTES
            && in.getInt() == BINDING_BYTES,
        KerberosRejects.NOT_GSS,
        KrbErrorCode.CHECKSUM_TYPE);
    int flags = in.getInt(Integer.BYTES + BINDING_BYTES);
    KerberosException.unless((flags & DCE_STYLE) == 0, KerberosRejects.DCE_STYLE, null);
    return Arrays.copyOfRange(
        authenticator.checksum(), Integer.BYTES, Integer.BYTES + BINDING_BYTES);
  }

  private static void check(boolean good, RejectReason reason, KrbErrorCode code)
      throws KerberosException {
    KerberosException.unless(good, reason, code);
  }
}
