/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.Fixtures;
import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.negotiate.GssToken;
import io.rdgateway.auth.negotiate.MechanismOid;
import io.rdgateway.auth.negotiate.NegotiateAuthenticator;
import io.rdgateway.auth.ntlm.NtlmAuthenticator;
import io.rdgateway.auth.ntlm.NtlmVerifier;
import io.rdgateway.auth.ntlm.TargetNames;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.AuthenticationStep;
import io.rdgateway.spi.Credential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Any bytes at every place of a conversation with both mechanisms. Nobody but the owner of a ticket
 * is ever signed in, and the owner only once.
 */
public final class NegotiateFuzzTarget {
  static final TestKdc KDC = new TestKdc();

  private static final byte[] SPNEGO = HexFormat.of().parseHex("06062b0601050502");
  private static final byte[] KERBEROS = HexFormat.of().parseHex("06092a864886f712010202");
  private static final byte[] USER_TO_USER = HexFormat.of().parseHex("060a2a864886f71201020203");
  private static final NegotiateAuthenticator ACCEPTOR = acceptor();

  private NegotiateFuzzTarget() {}

  private static NegotiateAuthenticator acceptor() {
    try {
      Path keytab = Files.createTempFile("fuzz", ".keytab");
      keytab.toFile().deleteOnExit();
      Files.write(keytab, TestKdc.keytab(KDC.entry()));
      return NegotiateAuthenticator.of(
          KerberosAcceptor.builder(keytab, KerberosAccounts.ofTickets()).build(),
          NtlmAuthenticator.builder(
                  NtlmVerifier.of(new MemoryUserStore()), TargetNames.standAlone("gw.test"))
              .build()
              .mechanism());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client's first token, for the mechanism that it lists first. */
  static byte[] init(byte[] mechToken, boolean kerberosFirst) {
    byte[] list = kerberosFirst ? Der.sequence(KERBEROS) : Der.sequence(USER_TO_USER, KERBEROS);
    return Der.element(
        Der.application(0),
        SPNEGO,
        Der.field(
            0,
            Der.sequence(
                Der.field(0, list), Der.field(2, Der.element(Der.OCTET_STRING, mechToken)))));
  }

  static byte[] response(byte[] token) {
    return Der.element(
        Der.context(1), Der.sequence(Der.field(2, Der.element(Der.OCTET_STRING, token))));
  }

  /** What to start from. */
  public static byte[][] corpus() throws Exception {
    return new byte[][] {
      KDC.token(), init(KDC.token(), true), init(KDC.token(), false), response(KDC.token())
    };
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws Exception {
    check(ACCEPTOR, data);
    byte[] framed =
        GssToken.isFramed(data) ? data : new GssToken(MechanismOid.KERBEROS, data).toBytes();
    check(ACCEPTOR, init(framed, true));
    check(begun(), data);
  }

  private static AuthenticationStep begun() throws Exception {
    AuthenticationResult result = send(ACCEPTOR, init(new byte[2], false));
    if (result instanceof AuthenticationResult.Challenge challenge) {
      return challenge.next();
    }
    throw new AssertionError("not asked for the list: " + Fixtures.outcome(result));
  }

  private static void check(AuthenticationStep step, byte[] token) throws Exception {
    AuthenticationResult result = send(step, token);
    if (result instanceof AuthenticationResult.Accepted accepted) {
      if (!accepted.principal().id().equals(TestKdc.ALICE.toString())) {
        throw new AssertionError("somebody else signed in: " + accepted.principal());
      }
      if (send(ACCEPTOR, token) instanceof AuthenticationResult.Accepted) {
        throw new AssertionError("signed in twice by the same token");
      }
    } else if (result instanceof AuthenticationResult.Challenge challenge
        && send(challenge.next(), token) instanceof AuthenticationResult.Accepted) {
      throw new AssertionError("signed in by the same token in the next leg");
    }
  }

  private static AuthenticationResult send(AuthenticationStep step, byte[] token) throws Exception {
    return step.proceed(
        new Credential.SecurityToken(AuthScheme.NEGOTIATE, token), Fixtures.context());
  }
}
