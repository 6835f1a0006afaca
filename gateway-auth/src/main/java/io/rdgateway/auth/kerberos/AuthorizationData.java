/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.der.DerReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** AuthorizationData (RFC 4120, section 5.2.6): typed elements, some of them wrapped. */
final class AuthorizationData {
  /** A wrapper around what may be ignored. */
  private static final long IF_RELEVANT = 1;

  /** KERB_AUTH_DATA_AP_OPTIONS (MS-KILE 3.2.5.8). */
  static final long AP_OPTIONS = 143;

  /** AD-WIN2K-PAC (MS-PAC 2.2.3). */
  static final long PAC = 128;

  private AuthorizationData() {}

  /** The first element of a type that stands in a wrapper. */
  static Optional<byte[]> relevant(byte @Nullable [] data, long wanted) throws DerException {
    if (data == null) {
      return Optional.empty();
    }
    DerReader wrappers = list(data);
    while (!wrappers.isEmpty()) {
      Element wrapper = next(wrappers);
      if (wrapper.type == IF_RELEVANT) {
        DerReader elements = list(wrapper.data);
        while (!elements.isEmpty()) {
          Element element = next(elements);
          if (element.type == wanted) {
            return Optional.of(element.data);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static DerReader list(byte[] data) throws DerException {
    var whole = new DerReader(data);
    DerReader list = whole.enter(Der.SEQUENCE);
    whole.end();
    return list;
  }

  private static Element next(DerReader list) throws DerException {
    DerReader in = list.enter(Der.SEQUENCE);
    long type = EncryptedData.integer(in.field(0));
    DerReader value = in.field(1);
    byte[] data = value.octets();
    value.end();
    in.end();
    return new Element(type, data);
  }

  @SuppressWarnings("ArrayRecordComponent") // bytes are handed over, never compared
  private record Element(long type, byte[] data) {}
}
