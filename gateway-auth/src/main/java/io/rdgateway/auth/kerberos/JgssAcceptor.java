/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.negotiate.GssToken;
import io.rdgateway.auth.negotiate.MechanismOid;
import io.rdgateway.auth.negotiate.MessageIntegrity;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.security.Provider;
import java.security.Security;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosKey;
import javax.security.auth.kerberos.KerberosPrincipal;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.MessageProp;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/**
 * Hands a request to the JDK's own Kerberos, which judges it once more, makes the AP-REP and keeps
 * the keys for signatures. It gets the one key that has decrypted the ticket and nothing else: no
 * login module is run, and no configuration file or system property is needed or changed. Of a
 * {@code krb5.conf} that the machine has, the JDK heeds the tolerance for clocks and the permitted
 * types.
 */
final class JgssAcceptor {
  private static final String PROVIDER = "SunJGSS";
  private static final String KERBEROS = "1.2.840.113554.1.2.2";

  private JgssAcceptor() {}

  /**
   * What the JDK answers.
   *
   * @param token AP-REP with its frame; null if the client wants none
   * @param integrity signs and checks with the key that both sides now have
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
  record Accepted(byte @Nullable [] token, MessageIntegrity integrity) {}

  /**
   * Accepts a request.
   *
   * @param body TOK_ID and AP-REQ
   * @param request the same AP-REQ, read
   * @param key that decrypts its ticket
   * @throws GSSException if the JDK refuses
   */
  static Accepted accept(byte[] body, ApRequest request, Keytab.Entry key) throws GSSException {
    var principal = new KerberosPrincipal(request.service().toString());
    // The version as the ticket has it, or the JDK would not take the key.
    Long kvno = request.ticket().kvno();
    var secret =
        new KerberosKey(
            principal,
            key.key(),
            key.type().number(),
            (int) (kvno == null ? key.kvno() : kvno.longValue()));
    var subject = new Subject(true, Set.of(principal), Set.of(), Set.of(secret));
    byte[] token = new GssToken(MechanismOid.KERBEROS, body).toBytes();
    GSSContext context;
    byte[] reply;
    try {
      context = Subject.doAs(subject, (PrivilegedExceptionAction<GSSContext>) JgssAcceptor::begin);
      reply =
          Subject.doAs(
              subject,
              (PrivilegedExceptionAction<byte[]>)
                  () -> context.acceptSecContext(token, 0, token.length));
    } catch (PrivilegedActionException e) {
      if (e.getException() instanceof GSSException refused) {
        throw refused;
      }
      throw new IllegalStateException("the JDK's Kerberos failed", e);
    }
    if (!context.isEstablished()) {
      throw new GSSException(GSSException.FAILURE, 0, "the exchange would go on");
    }
    return new Accepted(
        reply == null || reply.length == 0 ? null : reply, new ContextIntegrity(context));
  }

  private static GSSContext begin() throws GSSException {
    GSSManager manager = GSSManager.getInstance();
    var kerberos = new Oid(KERBEROS);
    Provider provider = Security.getProvider(PROVIDER);
    if (provider != null) {
      // The library of the operating system, if somebody has switched it on, has keys of its own.
      manager.addProviderAtFront(provider, kerberos);
    }
    return manager.createContext(
        manager.createCredential(
            null, GSSCredential.INDEFINITE_LIFETIME, kerberos, GSSCredential.ACCEPT_ONLY));
  }

  private record ContextIntegrity(GSSContext context) implements MessageIntegrity {
    @Override
    public byte[] sign(byte[] message) throws GSSException {
      return context.getMIC(message, 0, message.length, new MessageProp(false));
    }

    @Override
    public boolean verifies(byte[] message, byte[] mic) {
      try {
        context.verifyMIC(mic, 0, mic.length, message, 0, message.length, new MessageProp(false));
        return true;
      } catch (GSSException e) {
        return false;
      }
    }
  }
}
