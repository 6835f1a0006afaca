/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.MD4Digest;
import org.bouncycastle.crypto.engines.RC4Engine;
import org.bouncycastle.crypto.params.KeyParameter;

/** The computations of NTLMv2 (MS-NLMP 3.3.2 and 3.4.5). MD4 and RC4 are not in every JDK. */
final class NtlmCrypto {
  private NtlmCrypto() {}

  static byte[] md4(byte[] data) {
    var digest = new MD4Digest();
    digest.update(data, 0, data.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return hash;
  }

  static byte[] md5(byte[] data) {
    try {
      return MessageDigest.getInstance("MD5").digest(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no MD5, which NTLM needs", e);
    }
  }

  static byte[] hmacMd5(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(key, "HmacMD5"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HMAC-MD5, which NTLM needs", e);
    }
  }

  static byte[] rc4(byte[] key, byte[] data) {
    var engine = new RC4Engine();
    engine.init(true, new KeyParameter(key));
    byte[] out = new byte[data.length];
    engine.processBytes(data, 0, data.length, out, 0);
    return out;
  }

  /** NTOWFv2: the key of a user, name folded, domain as given. */
  static byte[] responseKey(byte[] ntHash, String userName, String domain) {
    return hmacMd5(ntHash, (upperCase(userName) + domain).getBytes(StandardCharsets.UTF_16LE));
  }

  static byte[] proof(byte[] responseKey, byte[] serverChallenge, byte[] clientPart) {
    return hmacMd5(responseKey, serverChallenge, clientPart);
  }

  static byte[] sessionBaseKey(byte[] responseKey, byte[] proof) {
    return hmacMd5(responseKey, proof);
  }

  /** Unit by unit as Windows does: no locale, and one character never becomes two (ß stays). */
  static String upperCase(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      out.append(Character.toUpperCase(text.charAt(i)));
    }
    return out.toString();
  }

  static byte[] concat(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
