/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.auth.Fixtures;
import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.der.DerReader;
import io.rdgateway.auth.negotiate.NegotiateAuthenticator;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.AuthenticationStep;
import io.rdgateway.spi.Credential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.security.auth.Subject;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.MessageProp;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tickets of a KDC and messages of a client that are not ours, through SPNEGO and without it. */
@Timeout(60)
class KdcTicketTest {
  private static final byte[] SPNEGO = HexFormat.of().parseHex("06062b0601050502");
  private static final byte[] KERBEROS = HexFormat.of().parseHex("06092a864886f712010202");
  private static final byte[] MICROSOFT = HexFormat.of().parseHex("06092a864882f712010202");
  private static final byte[] USER_TO_USER = HexFormat.of().parseHex("060a2a864886f71201020203");

  @TempDir private Path folder;

  @FunctionalInterface
  private interface Scenario {
    void run(NegotiateAuthenticator acceptor, Client client) throws Exception;
  }

  private void inRealm(Scenario scenario) throws Exception {
    Map<String, String> before = securityProperties();
    Path keytab = folder.resolve("http.keytab");
    try (KerbyRealm realm =
        KerbyRealm.start(Files.createDirectories(folder.resolve("kdc")), keytab)) {
      var store = new MemoryUserStore("EXAMPLE.TEST");
      store.add(
          StoredUser.of("u1", "alice", PasswordHash.create("unused")).withGroups(Set.of("staff")));
      scenario.run(
          NegotiateAuthenticator.of(KerberosAcceptor.builder(keytab, store).build()),
          new Client(realm.signIn()));
    }
    assertEquals(before, securityProperties());
  }

  private static Map<String, String> securityProperties() {
    Map<String, String> properties = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.contains("security") || name.contains("krb5")) {
        properties.put(name, System.getProperty(name));
      }
    }
    return properties;
  }

  @Test
  void firstChoiceTakesOneLeg() throws Exception {
    inRealm(
        (acceptor, client) -> {
          var accepted = accepted(send(acceptor, init(client.request(true), MICROSOFT, KERBEROS)));
          assertEquals("u1", accepted.principal().id());
          assertEquals("alice", accepted.principal().name());
          assertEquals(Set.of("staff"), accepted.principal().groups());
          assertEquals(AuthScheme.KERBEROS, accepted.principal().scheme());
          assertNotNull(accepted.principal().validUntil());
          DerReader last = answer(accepted.finalToken());
          assertEquals(0, last.field(0).enumerated());
          assertEquals(
              HexFormat.of().formatHex(MICROSOFT), HexFormat.of().formatHex(last.field(1).rest()));
          assertTrue(client.takes(last.field(2).octets()), "the gateway did not prove itself");
          last.end();
        });
  }

  @Test
  void secondChoiceIsSignedByBothSides() throws Exception {
    inRealm(
        (acceptor, client) -> {
          byte[] list = Der.sequence(USER_TO_USER, KERBEROS);
          var asked = challenge(send(acceptor, init(new byte[5], USER_TO_USER, KERBEROS)));
          assertEquals(
              "a1143012a0030a0103a10b06092a864886f712010202",
              HexFormat.of().formatHex(asked.token()));
          var signed = challenge(send(asked.next(), response(client.request(true), null)));
          DerReader answer = answer(signed.token());
          assertEquals(1, answer.field(0).enumerated());
          assertTrue(client.takes(answer.field(2).octets()));
          client.verify(list, answer.field(3).octets());
          answer.end();
          byte[] mic = client.sign(list);
          accepted(send(signed.next(), response(null, mic)));
        });
  }

  @Test
  void anotherListOrNoSignatureIsRefused() throws Exception {
    inRealm(
        (acceptor, client) -> {
          for (boolean signs : new boolean[] {false, true}) {
            var asked = challenge(send(acceptor, init(null, USER_TO_USER, KERBEROS)));
            var signed = challenge(send(asked.next(), response(client.request(true), null)));
            DerReader answer = answer(signed.token());
            answer.field(0);
            assertTrue(client.takes(answer.field(2).octets()));
            byte[] mic = signs ? client.sign(Der.sequence(KERBEROS)) : null;
            assertEquals(
                signs ? "negotiate-wrong-mic" : "negotiate-no-mic",
                Fixtures.outcome(send(signed.next(), response(null, mic))));
          }
        });
  }

  @Test
  void bareTokensAreAnsweredBare() throws Exception {
    inRealm(
        (acceptor, client) -> {
          byte[] request = client.request(true);
          byte[] reply = accepted(send(acceptor, request)).finalToken();
          assertNotNull(reply);
          assertTrue(client.takes(reply));
          assertEquals("kerberos-replay", Fixtures.outcome(send(acceptor, request)));
        });
  }

  @Test
  void clientThatDoesNotAskGetsNoProof() throws Exception {
    inRealm(
        (acceptor, client) -> {
          var accepted = accepted(send(acceptor, init(client.request(false), KERBEROS)));
          assertEquals(
              "a1143012a0030a0100a10b06092a864886f712010202",
              HexFormat.of()
                  .formatHex(accepted.finalToken() == null ? new byte[0] : accepted.finalToken()));
        });
  }

  private static AuthenticationResult send(AuthenticationStep step, byte[] token) throws Exception {
    return step.proceed(
        new Credential.SecurityToken(AuthScheme.NEGOTIATE, token), Fixtures.context());
  }

  private static AuthenticationResult.Accepted accepted(AuthenticationResult result) {
    return assertInstanceOf(
        AuthenticationResult.Accepted.class, result, () -> Fixtures.outcome(result));
  }

  private static AuthenticationResult.Challenge challenge(AuthenticationResult result) {
    return assertInstanceOf(
        AuthenticationResult.Challenge.class, result, () -> Fixtures.outcome(result));
  }

  private static byte[] init(byte @Nullable [] mechToken, byte[]... mechanisms) {
    return Der.element(
        Der.application(0),
        SPNEGO,
        Der.field(0, Der.sequence(Der.field(0, Der.sequence(mechanisms)), octets(2, mechToken))));
  }

  private static byte[] response(byte @Nullable [] token, byte @Nullable [] mic) {
    return Der.element(Der.context(1), Der.sequence(octets(2, token), octets(3, mic)));
  }

  private static byte[] octets(int number, byte @Nullable [] content) {
    return content == null
        ? new byte[0]
        : Der.field(number, Der.element(Der.OCTET_STRING, content));
  }

  private static DerReader answer(byte @Nullable [] token) throws Exception {
    return new DerReader(token == null ? new byte[0] : token).field(1).enter(Der.SEQUENCE);
  }

  /** The JDK's Kerberos as a client. */
  private static final class Client {
    private final Subject subject;
    private @Nullable GSSContext context;

    Client(Subject subject) {
      this.subject = subject;
    }

    byte[] request(boolean mutual) throws Exception {
      return Subject.doAs(
          subject,
          (PrivilegedExceptionAction<byte[]>)
              () -> {
                GSSManager manager = GSSManager.getInstance();
                var kerberos = new Oid("1.2.840.113554.1.2.2");
                GSSName user =
                    manager.createName(KerbyRealm.USER, new Oid("1.2.840.113554.1.2.2.1"));
                GSSName service =
                    manager.createName(KerbyRealm.SERVICE, new Oid("1.2.840.113554.1.2.2.1"));
                GSSContext begun =
                    manager.createContext(
                        service,
                        kerberos,
                        manager.createCredential(
                            user,
                            GSSCredential.DEFAULT_LIFETIME,
                            kerberos,
                            GSSCredential.INITIATE_ONLY),
                        GSSContext.DEFAULT_LIFETIME);
                begun.requestMutualAuth(mutual);
                begun.requestInteg(true);
                begun.requestCredDeleg(false);
                context = begun;
                return begun.initSecContext(new byte[0], 0, 0);
              });
    }

    private GSSContext context() {
      if (context == null) {
        throw new IllegalStateException("no request was made");
      }
      return context;
    }

    boolean takes(byte[] reply) throws GSSException {
      context().initSecContext(reply, 0, reply.length);
      return context().isEstablished();
    }

    byte[] sign(byte[] message) throws GSSException {
      return context().getMIC(message, 0, message.length, new MessageProp(false));
    }

    void verify(byte[] message, byte[] mic) throws GSSException {
      context().verifyMIC(mic, 0, mic.length, message, 0, message.length, new MessageProp(false));
      byte[] other = message.clone();
      other[other.length - 1] ^= 1;
      assertThrows(
          GSSException.class,
          () ->
              context()
                  .verifyMIC(mic, 0, mic.length, other, 0, other.length, new MessageProp(false)));
      assertFalse(context().getTargName().toString().isEmpty());
    }
  }
}
