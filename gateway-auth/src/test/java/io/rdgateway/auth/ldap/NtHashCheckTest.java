/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import static io.rdgateway.auth.ldap.Shapes.PEOPLE;
import static io.rdgateway.auth.ldap.Shapes.openLdap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.auth.Fixtures;
import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.auth.ntlm.NtlmProof;
import io.rdgateway.auth.ntlm.NtlmVerification;
import io.rdgateway.auth.ntlm.TargetNames;
import io.rdgateway.spi.AuthScheme;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class NtHashCheckTest {
  private static final byte[] CHALLENGE = {1, 2, 3, 4, 5, 6, 7, 8};

  private final TestDirectory server = openLdap();
  private final LdapDirectory directory =
      openLdap(server, GroupLookup.MEMBER_OF).ntHashAttribute("sambaNTPassword").build();

  NtHashCheckTest() throws LDAPException {
    set("sambaNTPassword", NtHash.ofPassword("Ntlm-1").toHex().toUpperCase(Locale.ROOT));
  }

  @AfterEach
  void close() {
    directory.close();
    server.close();
  }

  private void set(String attribute, String value) {
    server.modify(
        "dn: uid=alice," + PEOPLE,
        "changetype: modify",
        "replace: " + attribute,
        attribute + ": " + value);
  }

  private String verify(String user, String domain, String password) throws Exception {
    NtlmVerification found =
        directory
            .ntlm()
            .orElseThrow()
            .verify(proof(user, domain, NtHash.ofPassword(password)), Fixtures.context());
    return found instanceof NtlmVerification.Refused refused
        ? refused.reason().code()
        : ((NtlmVerification.Verified) found).identity().name();
  }

  /** What a client computes (MS-NLMP 3.3.2). */
  static NtlmProof proof(String user, String domain, NtHash hash) throws GeneralSecurityException {
    byte[] key =
        hmac(
            HexFormat.of().parseHex(hash.toHex()),
            (user.toUpperCase(Locale.ROOT) + domain).getBytes(StandardCharsets.UTF_16LE));
    byte[] temp = new byte[32];
    temp[0] = 1;
    temp[1] = 1;
    byte[] signed = Arrays.copyOf(CHALLENGE, CHALLENGE.length + temp.length);
    System.arraycopy(temp, 0, signed, CHALLENGE.length, temp.length);
    byte[] response = Arrays.copyOf(hmac(key, signed), 16 + temp.length);
    System.arraycopy(temp, 0, response, 16, temp.length);
    return new NtlmProof(user, domain, "PC", CHALLENGE, response);
  }

  private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacMD5");
    mac.init(new SecretKeySpec(key, "HmacMD5"));
    return mac.doFinal(data);
  }

  @Test
  void theRightPassword() throws Exception {
    assertEquals("EXAMPLE\\alice", verify("alice", "", "Ntlm-1"));
    assertEquals("EXAMPLE\\alice", verify("Alice", "EXAMPLE", "Ntlm-1"));
    assertEquals("EXAMPLE\\alice", verify("alice@example.org", "", "Ntlm-1"));
    NtlmVerification found =
        directory
            .ntlm()
            .orElseThrow()
            .verify(proof("alice", "", NtHash.ofPassword("Ntlm-1")), Fixtures.context());
    assertTrue(((NtlmVerification.Verified) found).identity().groups().contains("all"));
  }

  @Test
  void sixteenBytesAreAHashToo() throws Exception {
    byte[] hash = HexFormat.of().parseHex(NtHash.ofPassword("Ntlm-2").toHex());
    server.modify(
        "dn: uid=alice," + PEOPLE,
        "changetype: modify",
        "replace: sambaNTPassword",
        "sambaNTPassword:: " + Base64.getEncoder().encodeToString(hash));
    assertEquals("EXAMPLE\\alice", verify("alice", "", "Ntlm-2"));
  }

  @Test
  void wrongProofsCostTheSameForEveryName() throws Exception {
    assertEquals("wrong-password", verify("alice", "", "wrong"));
    assertEquals(List.of("search"), server.kinds());
    for (String name : List.of("nobody", "bob", "a*", "x".repeat(300))) {
      server.operations.clear();
      String code = verify(name, "", "wrong");
      assertTrue(List.of("unknown-user", "ntlm-not-allowed").contains(code), code);
      assertEquals(List.of("search"), server.kinds(), name);
    }
    server.operations.clear();
    assertEquals("unknown-user", verify("alice", "OTHER", "Ntlm-1"));
    assertEquals(List.of("search"), server.kinds());
  }

  @ParameterizedTest
  @CsvSource({
    "sambaAcctFlags,[DU         ],account-disabled",
    "pwdAccountLockedTime,20260601115900Z,account-locked",
    "pwdReset,TRUE,password-must-change",
    "sambaPwdMustChange,1,password-expired",
    "sambaNTPassword,31D6CFE0D16AE931B73C59D7E0C089C0,ntlm-not-allowed",
    "sambaNTPassword,00000000000000000000000000000000,ntlm-not-allowed",
    "sambaNTPassword,nonsense,ntlm-not-allowed"
  })
  void stateOfTheAccount(String attribute, String value, String code) throws Exception {
    set(attribute, value);
    assertEquals(code, verify("alice", "", "Ntlm-1"));
  }

  @Test
  void aDirectoryThatDoesNotAnswer() throws Exception {
    server.server.shutDown(true);
    assertEquals("unavailable", verify("alice", "", "Ntlm-1"));
  }

  @Test
  void thePasswordSearchDoesNotAskForHashes() {
    // What is not asked for cannot leak: only the search for NTLM names the attribute.
    assertEquals(false, directory.accounts().attributes().contains("sambaNTPassword"));
  }

  @Test
  void ntlmIsOfferedWhereItCanBe() throws Exception {
    TargetNames names = TargetNames.standAlone("gw.example.org");
    assertEquals(
        List.of(AuthScheme.NEGOTIATE, AuthScheme.NTLM, AuthScheme.BASIC),
        directory.authenticator(names).schemes());
    try (LdapDirectory without = openLdap(server, GroupLookup.NONE).build()) {
      assertEquals(List.of(AuthScheme.BASIC), without.authenticator(names).schemes());
      assertTrue(without.ntlm().isEmpty());
    }
  }
}
