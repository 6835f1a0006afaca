/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Privilege Attribute Certificate of a ticket (MS-PAC): what Active Directory says of a user.
 * Nothing of it is believed before the signature with the service's own key has been verified; that
 * with the KDC's key can be verified by the KDC alone.
 */
final class Pac {
  private static final int LOGON_INFO = 1;
  private static final int SERVER_CHECKSUM = 6;
  private static final int KDC_CHECKSUM = 7;
  private static final int CHECKSUM_USAGE = 17;
  private static final int HEADER_BYTES = 8;
  private static final int BUFFER_BYTES = 16;
  private static final int MAX_BUFFERS = 64;

  private final byte[] bytes;
  private final Map<Integer, Part> parts = new HashMap<>();

  /** Where the contents of a buffer are. */
  private record Part(int offset, int length) {}

  private Pac(byte[] bytes) {
    this.bytes = bytes;
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int count = in.getInt();
    int version = in.getInt();
    if (count < 0 || count > MAX_BUFFERS || version != 0) {
      throw new IllegalArgumentException("no PAC");
    }
    int directory = HEADER_BYTES + count * BUFFER_BYTES;
    for (int i = 0; i < count; i++) {
      int type = in.getInt();
      long length = in.getInt() & 0xFFFF_FFFFL;
      long offset = in.getLong();
      if (offset < directory || offset > bytes.length || length > bytes.length - offset) {
        throw new IllegalArgumentException("a buffer outside the PAC");
      }
      if (parts.put(type, new Part((int) offset, (int) length)) != null) {
        throw new IllegalArgumentException("two buffers of one type");
      }
    }
  }

  /**
   * Reads who the user is and in which groups.
   *
   * @param key of the service
   * @return empty if the PAC is malformed, its signature is not the KDC's, or it does not say
   */
  static Optional<LogonInfo> read(byte[] bytes, Keytab.Entry key) throws GeneralSecurityException {
    try {
      var pac = new Pac(bytes);
      Part info = pac.parts.get(LOGON_INFO);
      return info == null || !pac.isSigned(key)
          ? Optional.empty()
          : Optional.of(LogonInfo.parse(pac.slice(info)));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private ByteBuffer slice(Part part) {
    return ByteBuffer.wrap(bytes, part.offset, part.length).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The signature is over everything, with both signatures replaced by zeros. */
  private boolean isSigned(Keytab.Entry key) throws GeneralSecurityException {
    Part server = parts.get(SERVER_CHECKSUM);
    Part kdc = parts.get(KDC_CHECKSUM);
    if (server == null || kdc == null || slice(server).getInt() != key.type().checksumType()) {
      return false;
    }
    byte[] signed = bytes.clone();
    int length = signatureLength(slice(server).getInt());
    byte[] signature =
        Arrays.copyOfRange(
            bytes,
            server.offset + Integer.BYTES,
            server.offset + Math.min(server.length, Integer.BYTES + length));
    blank(signed, server);
    blank(signed, kdc);
    return MessageDigest.isEqual(key.type().checksum(key.key(), CHECKSUM_USAGE, signed), signature);
  }

  private void blank(byte[] signed, Part part) {
    int length = signatureLength(slice(part).getInt());
    int from = part.offset + Integer.BYTES;
    Arrays.fill(signed, from, Math.min(from + length, part.offset + part.length), (byte) 0);
  }

  /** By the number of its type; what follows is the number of a read-only controller. */
  private static int signatureLength(int checksumType) {
    return switch (checksumType) {
      case 15, 16 -> 12;
      case 19, -138 -> 16;
      case 20 -> 24;
      default -> throw new IllegalArgumentException("a signature of an unknown type");
    };
  }
}
