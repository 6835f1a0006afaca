/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import io.rdgateway.spi.AccessScope;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a token as bytes. Binary, because a token has to fit into the field of a {@code
 * .rdp} file together with its hosts. Each payload has one form, and what is read is written back
 * the same.
 */
final class TokenCodec {
  private static final int ID_BYTES = 16;
  private static final int MAX_TEXT = 255;

  private TokenCodec() {}

  static byte[] write(TokenClaims claims) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(Base64.getUrlDecoder().decode(claims.id()));
      for (Instant time : List.of(claims.issuedAt(), claims.openUntil(), claims.sessionUntil())) {
        out.writeInt((int) time.getEpochSecond());
      }
      text(out, claims.userId());
      text(out, claims.userName().equals(claims.userId()) ? "" : claims.userName());
      InetAddress address = claims.scope().clientAddress();
      byte[] raw = address == null ? new byte[0] : address.getAddress();
      out.writeByte(raw.length);
      out.write(raw);
      count(out, claims.scope().targets().size());
      for (AccessScope.Target target : claims.scope().targets()) {
        text(out, target.host());
        out.writeShort(target.port());
      }
      count(out, claims.groups().size());
      for (String group : new TreeSet<>(claims.groups())) {
        text(out, group);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void count(DataOutputStream out, int count) throws IOException {
    if (count > MAX_TEXT) {
      throw new IllegalArgumentException("a token names at most 255 hosts and 255 groups");
    }
    out.writeByte(count);
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] utf8;
    try {
      ByteBuffer encoded =
          StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(text));
      utf8 = new byte[encoded.remaining()];
      encoded.get(utf8);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a name in a token is not well-formed text", e);
    }
    if (utf8.length > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a name in a token is longer than 255 bytes or has a control character");
    }
    out.writeByte(utf8.length);
    out.write(utf8);
  }

  /** Reads a payload; null if it is malformed. */
  static @Nullable TokenClaims read(String keyId, byte[] payload) {
    ByteBuffer in = ByteBuffer.wrap(payload);
    try {
      byte[] id = bytes(in, ID_BYTES);
      Instant issuedAt = time(in);
      Instant openUntil = time(in);
      Instant sessionUntil = time(in);
      String userId = text(in);
      String userName = text(in);
      byte[] address = bytes(in, Byte.toUnsignedInt(in.get()));
      List<AccessScope.Target> targets = new ArrayList<>();
      for (int i = Byte.toUnsignedInt(in.get()); i > 0; i--) {
        targets.add(new AccessScope.Target(text(in), Short.toUnsignedInt(in.getShort())));
      }
      Set<String> groups = new TreeSet<>();
      for (int i = Byte.toUnsignedInt(in.get()); i > 0; i--) {
        groups.add(text(in));
      }
      if (in.hasRemaining() || userId.isEmpty() || targets.isEmpty()) {
        return null;
      }
      return new TokenClaims(
          Base64.getUrlEncoder().withoutPadding().encodeToString(id),
          keyId,
          userId,
          userName.isEmpty() ? userId : userName,
          groups,
          new AccessScope(targets, address.length == 0 ? null : InetAddress.getByAddress(address)),
          issuedAt,
          openUntil,
          sessionUntil);
    } catch (BufferUnderflowException
        | CharacterCodingException
        | UnknownHostException
        | IllegalArgumentException
        | DateTimeException e) {
      return null;
    }
  }

  private static Instant time(ByteBuffer in) {
    return Instant.ofEpochSecond(Integer.toUnsignedLong(in.getInt()));
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static String text(ByteBuffer in) throws CharacterCodingException {
    byte[] utf8 = bytes(in, Byte.toUnsignedInt(in.get()));
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
  }
}
