/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.kerberos.EncryptionProfile.Purpose;
import io.rdgateway.auth.negotiate.GssToken;
import io.rdgateway.auth.negotiate.MechanismOid;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Makes requests out of nothing, as a KDC and its client would, right or wrong as a test wants. */
final class TestKdc {
  static final String REALM = "EXAMPLE.TEST";
  static final KerberosName ALICE = new KerberosName(List.of("alice"), REALM);
  static final int MUTUAL = 2;

  private static final SecureRandom RANDOM = new SecureRandom();

  EncryptionType type = EncryptionType.AES256_SHA1;
  EncryptionType sessionType = EncryptionType.AES256_SHA1;
  KerberosName service = new KerberosName(List.of("HTTP", "gw.example.test"), REALM);
  KerberosName client = ALICE;
  @Nullable KerberosName authenticatorClient;
  byte[] serviceKey = key(EncryptionType.AES256_SHA1, 1);
  @Nullable Long kvno = 2L;
  int options = 0x2000_0000;
  int ticketFlags = 0x0040_0000;
  Instant now = Instant.now();
  Instant clientTime = now;
  Duration start = Duration.ofMinutes(-1);
  Duration end = Duration.ofHours(8);
  long checksumType = 0x8003;
  byte[] binding = new byte[16];
  int gssFlags = MUTUAL | 0x30;
  byte @Nullable [] pac;
  boolean knowsBindings;
  long version = 5;
  long messageType = 14;
  int ticketType = -1;

  static byte[] key(EncryptionType type, int seed) {
    byte[] key = new byte[type.keyBytes()];
    Arrays.fill(key, (byte) seed);
    return key;
  }

  /** A whole file with the keys. */
  static byte[] keytab(Keytab.Entry... entries) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {5, 2});
    for (Keytab.Entry entry : entries) {
      ByteBuffer body = ByteBuffer.allocate(512);
      body.putShort((short) entry.service().components().size());
      counted(body, entry.service().realm().getBytes(StandardCharsets.UTF_8));
      for (String component : entry.service().components()) {
        counted(body, component.getBytes(StandardCharsets.UTF_8));
      }
      body.putInt(1).putInt(0).put((byte) entry.kvno()).putShort((short) entry.type().number());
      counted(body, entry.key());
      body.putInt((int) entry.kvno());
      out.writeBytes(ByteBuffer.allocate(4).putInt(body.position()).array());
      out.write(body.array(), 0, body.position());
    }
    return out.toByteArray();
  }

  private static void counted(ByteBuffer out, byte[] bytes) {
    out.putShort((short) bytes.length).put(bytes);
  }

  Keytab.Entry entry() {
    return new Keytab.Entry(service, kvno == null ? 1 : kvno, type, serviceKey);
  }

  /** The token of a client that takes no detour through SPNEGO. */
  byte[] token() throws GeneralSecurityException {
    byte[] request = request();
    byte[] body =
        ByteBuffer.allocate(2 + request.length).putShort((short) 0x0100).put(request).array();
    return new GssToken(MechanismOid.KERBEROS, body).toBytes();
  }

  byte[] request() throws GeneralSecurityException {
    byte[] sessionKey = key(sessionType, 7);
    byte[] ticket =
        Der.element(
            Der.application(1),
            Der.sequence(
                Der.field(0, Der.integer(version)),
                Der.field(1, Der.text(service.realm())),
                Der.field(2, Names.toBytes(service)),
                Der.field(
                    3,
                    encrypted(
                        ticketType < 0 ? type.number() : ticketType,
                        kvno,
                        encrypt(type, serviceKey, 2, ticketPart(sessionKey))))));
    return Der.element(
        Der.application(14),
        Der.sequence(
            Der.field(0, Der.integer(version)),
            Der.field(1, Der.integer(messageType)),
            Der.field(2, flags(options)),
            Der.field(3, ticket),
            Der.field(
                4,
                encrypted(
                    sessionType.number(),
                    null,
                    encrypt(sessionType, sessionKey, 11, authenticator())))));
  }

  private byte[] ticketPart(byte[] sessionKey) {
    return Der.element(
        Der.application(3),
        Der.sequence(
            Der.field(0, flags(ticketFlags)),
            Der.field(
                1,
                Der.sequence(
                    Der.field(0, Der.integer(sessionType.number())),
                    Der.field(1, Der.element(Der.OCTET_STRING, sessionKey)))),
            Der.field(2, Der.text(client.realm())),
            Der.field(3, Names.toBytes(client)),
            Der.field(
                4,
                Der.sequence(
                    Der.field(0, Der.integer(1)), Der.field(1, Der.element(Der.OCTET_STRING)))),
            Der.field(5, Der.time(now.plus(start))),
            Der.field(7, Der.time(now.plus(end))),
            pac == null ? new byte[0] : Der.field(10, relevant(AuthorizationData.PAC, pac))));
  }

  private byte[] authenticator() {
    KerberosName named = authenticatorClient == null ? client : authenticatorClient;
    byte[] checksum =
        ByteBuffer.allocate(24)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(16)
            .put(binding)
            .putInt(gssFlags)
            .array();
    return Der.element(
        Der.application(2),
        Der.sequence(
            Der.field(0, Der.integer(5)),
            Der.field(1, Der.text(named.realm())),
            Der.field(2, Names.toBytes(named)),
            checksumType == 0
                ? new byte[0]
                : Der.field(
                    3,
                    Der.sequence(
                        Der.field(0, Der.integer(checksumType)),
                        Der.field(1, Der.element(Der.OCTET_STRING, checksum)))),
            Der.field(4, Der.integer(RANDOM.nextInt(1_000_000))),
            Der.field(5, Der.time(clientTime)),
            Der.field(7, Der.integer(12345)),
            knowsBindings
                ? Der.field(8, relevant(AuthorizationData.AP_OPTIONS, new byte[] {0, 0x40, 0, 0}))
                : new byte[0]));
  }

  private static byte[] relevant(long type, byte[] data) {
    return element(1, element(type, data));
  }

  private static byte[] element(long type, byte[] data) {
    return Der.sequence(
        Der.sequence(
            Der.field(0, Der.integer(type)), Der.field(1, Der.element(Der.OCTET_STRING, data))));
  }

  private static byte[] flags(int bits) {
    return Der.element(Der.BIT_STRING, new byte[1], ByteBuffer.allocate(4).putInt(bits).array());
  }

  private static byte[] encrypted(int type, @Nullable Long kvno, byte[] cipher) {
    return Der.sequence(
        Der.field(0, Der.integer(type)),
        kvno == null ? new byte[0] : Der.field(1, Der.integer(kvno)),
        Der.field(2, Der.element(Der.OCTET_STRING, cipher)));
  }

  /** The reverse of {@link EncryptionType#decrypt}, with a random confounder. */
  static byte[] encrypt(EncryptionType type, byte[] key, int usage, byte[] plain)
      throws GeneralSecurityException {
    byte[] whole = new byte[AesCipher.BLOCK + plain.length];
    RANDOM.nextBytes(whole);
    System.arraycopy(plain, 0, whole, AesCipher.BLOCK, plain.length);
    EncryptionProfile profile = type.profile();
    byte[] integrity = profile.derive(key, usage, Purpose.INTEGRITY);
    Cipher cipher = Cipher.getInstance("AES/CTS/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(profile.derive(key, usage, Purpose.ENCRYPTION), "AES"),
        new IvParameterSpec(new byte[AesCipher.BLOCK]));
    byte[] encrypted = cipher.doFinal(whole);
    byte[] mac =
        switch (type) {
          case AES128_SHA1, AES256_SHA1 ->
              Arrays.copyOf(AesCipher.hmac("HmacSHA1", integrity, whole), 12);
          case AES128_SHA256 ->
              Arrays.copyOf(AesCipher.hmac("HmacSHA256", integrity, new byte[16], encrypted), 16);
          case AES256_SHA384 ->
              Arrays.copyOf(AesCipher.hmac("HmacSHA384", integrity, new byte[16], encrypted), 24);
        };
    byte[] out = Arrays.copyOf(encrypted, encrypted.length + mac.length);
    System.arraycopy(mac, 0, out, encrypted.length, mac.length);
    return out;
  }
}
