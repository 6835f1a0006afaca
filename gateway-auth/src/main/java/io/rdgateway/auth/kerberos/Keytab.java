/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The keys of a keytab file (version 0x0502, as MIT Kerberos, Heimdal and ktpass write it). */
final class Keytab {
  private static final int VERSION = 0x0502;
  private static final int MAX_FILE_BYTES = 1 << 20;

  private final List<Entry> entries;

  private Keytab(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * A key.
   *
   * @param service whose
   * @param kvno its version
   * @param type how it encrypts
   * @param key its bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
  record Entry(KerberosName service, long kvno, EncryptionType type, byte[] key) {
    @Override
    public String toString() {
      return service + " version " + kvno + " " + type;
    }
  }

  /**
   * Reads a file as it is now.
   *
   * @throws IOException if it cannot be read or is no keytab; the message says what to do
   */
  static Keytab read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_FILE_BYTES + 1);
    }
    if (bytes.length > MAX_FILE_BYTES) {
      throw new IOException("the keytab " + file + " is longer than 1 MiB; it is no keytab");
    }
    try {
      return parse(bytes);
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
      throw new IOException(
          "the file "
              + file
              + " is no keytab, or is cut short; write it anew with ktutil,"
              + " kadmin or ktpass",
          e);
    }
  }

  static Keytab parse(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getShort() != VERSION) {
      throw new IllegalArgumentException("another version");
    }
    List<Entry> entries = new ArrayList<>();
    while (in.remaining() >= Integer.BYTES) {
      int size = in.getInt();
      if (size == 0) {
        break;
      }
      // A negative size is the place of an entry that was removed.
      ByteBuffer entry = slice(in, Math.absExact(size));
      if (size > 0) {
        addTo(entries, entry);
      }
    }
    return new Keytab(List.copyOf(entries));
  }

  private static void addTo(List<Entry> entries, ByteBuffer in) {
    int components = in.getShort() & 0xFFFF;
    String realm = text(in);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < components; i++) {
      names.add(text(in));
    }
    in.getInt(); // the type of the name, which nobody keeps right
    in.getInt(); // when it was written
    long kvno = in.get() & 0xFF;
    EncryptionType type = EncryptionType.of(in.getShort());
    byte[] key = counted(in);
    if (in.remaining() >= Integer.BYTES) {
      long wide = in.getInt() & 0xFFFF_FFFFL;
      kvno = wide == 0 ? kvno : wide;
    }
    if (type != null) {
      if (key.length != type.keyBytes()) {
        throw new IllegalArgumentException("a key of a wrong size");
      }
      entries.add(new Entry(new KerberosName(names, realm), kvno, type, key));
    }
  }

  private static ByteBuffer slice(ByteBuffer in, int size) {
    if (size > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer part = in.slice(in.position(), size);
    in.position(in.position() + size);
    return part;
  }

  private static byte[] counted(ByteBuffer in) {
    ByteBuffer part = slice(in, in.getShort() & 0xFFFF);
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    return bytes;
  }

  private static String text(ByteBuffer in) {
    return new String(counted(in), StandardCharsets.UTF_8);
  }

  /** All keys of an accepted type. */
  List<Entry> entries() {
    return entries;
  }

  /** The keys of a service, the newest first. */
  List<Entry> of(KerberosName service) {
    return entries.stream()
        .filter(entry -> entry.service().equalsIgnoringCase(service))
        .sorted(Comparator.comparingLong(Entry::kvno).reversed())
        .toList();
  }

  @Override
  public String toString() {
    return "Keytab" + entries;
  }
}
