/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.auth.Fixtures;
import io.rdgateway.auth.negotiate.MechanismResult;
import io.rdgateway.spi.UserPrincipal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PacTest {
  private static final String DOMAIN = "S-1-5-21-268435457-2415919106-3";
  private static final Set<String> GROUPS =
      Set.of(DOMAIN + "-513", DOMAIN + "-1105", "S-1-18-1", "S-1-5-21-5-6-7-2001");
  private static final EncryptionType TYPE = EncryptionType.AES256_SHA1;
  private static final byte[] KEY = TestKdc.key(TYPE, 1);

  @TempDir private Path folder;

  private final TestPac pac = new TestPac();

  private static Keytab.Entry key(EncryptionType type) {
    return new Keytab.Entry(TestKdc.ALICE, 1, type, TestKdc.key(type, 1));
  }

  private static LogonInfo parse(byte[] info) {
    return LogonInfo.parse(ByteBuffer.wrap(info).order(ByteOrder.LITTLE_ENDIAN));
  }

  @ParameterizedTest
  @EnumSource
  void saysWhoTheUserIs(EncryptionType type) throws Exception {
    assertEquals(
        Optional.of(new LogonInfo(DOMAIN + "-1104", GROUPS)),
        Pac.read(pac.signed(type, TestKdc.key(type, 1)), key(type)));
  }

  @Test
  void groupsThatTheFlagsDoNotAnnounceAreNoGroups() {
    pac.userFlags = 0;
    assertEquals(Set.of(DOMAIN + "-513", DOMAIN + "-1105"), parse(pac.logonInfo()).groups());
  }

  @Test
  void everythingMayBeAbsent() {
    pac.name = null;
    pac.groups = new int[0][];
    pac.extraSids = new int[0][];
    pac.resourceDomain = null;
    pac.resourceGroups = new int[0][];
    assertEquals(Set.of(DOMAIN + "-513"), parse(pac.logonInfo()).groups());
  }

  @Test
  void textsOfAnyLengthAreSkipped() {
    for (String name : new String[] {"", "a", "ab", "abc", "a".repeat(300)}) {
      pac.name = name;
      assertEquals(GROUPS, parse(pac.logonInfo()).groups());
    }
  }

  @Test
  void otherKeysAndChangedBytesAreNotBelieved() throws Exception {
    byte[] signed = pac.signed(TYPE, KEY);
    assertEquals(
        Optional.empty(),
        Pac.read(signed, new Keytab.Entry(TestKdc.ALICE, 1, TYPE, TestKdc.key(TYPE, 2))));
    assertEquals(Optional.empty(), Pac.read(signed, key(EncryptionType.AES128_SHA1)));
    for (int i = 0; i < signed.length - 16; i++) { // all but the KDC's own signature
      byte[] changed = signed.clone();
      changed[i] ^= 1;
      assertEquals(Optional.empty(), Pac.read(changed, key(TYPE)), "byte " + i);
    }
    for (int length = 0; length < signed.length - 16; length++) {
      assertEquals(Optional.empty(), Pac.read(Arrays.copyOf(signed, length), key(TYPE)));
    }
  }

  /** Even what is signed may be nonsense. */
  @Test
  void groupsMustBeAsManyAsAnnounced() {
    pac.announcedGroups = 9000;
    assertThrows(IllegalArgumentException.class, () -> parse(pac.logonInfo()));
    pac.announcedGroups = 5;
    assertThrows(IllegalArgumentException.class, () -> parse(pac.logonInfo()));
  }

  @Test
  void ticketsCarryIt() throws Exception {
    var kdc = new TestKdc();
    Path keytab = Files.write(folder.resolve("keytab"), TestKdc.keytab(kdc.entry()));
    var acceptor = KerberosAcceptor.builder(keytab, KerberosAccounts.ofTickets()).build();
    kdc.pac = pac.signed(kdc.type, kdc.serviceKey);
    UserPrincipal principal = accepted(acceptor, kdc);
    assertEquals(DOMAIN + "-1104", principal.id());
    assertEquals("alice@EXAMPLE.TEST", principal.name());
    assertEquals(GROUPS, principal.groups());

    kdc.pac = pac.signed(kdc.type, TestKdc.key(kdc.type, 77));
    principal = accepted(acceptor, kdc);
    assertEquals("alice@EXAMPLE.TEST", principal.id());
    assertEquals(Set.of(), principal.groups());

    kdc.pac = new byte[3];
    assertEquals(Set.of(), accepted(acceptor, kdc).groups());
  }

  private static UserPrincipal accepted(KerberosAcceptor acceptor, TestKdc kdc) throws Exception {
    MechanismResult result = acceptor.start().accept(kdc.token(), Fixtures.context());
    return assertInstanceOf(MechanismResult.Complete.class, result, result::toString).principal();
  }
}
