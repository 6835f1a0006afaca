/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.der.Der;
import io.rdgateway.auth.der.DerException;
import io.rdgateway.auth.der.DerReader;
import java.util.ArrayList;
import java.util.List;

/** PrincipalName and Realm (RFC 4120, section 5.2.2). */
final class Names {
  private static final int SERVICE_AND_INSTANCE = 2;
  private static final int MAX_COMPONENTS = 16;

  /** Of a component or a realm; they show up in events. */
  private static final int MAX_LENGTH = 256;

  private Names() {}

  /** Reads a realm and the name that follows it. */
  static KerberosName read(DerReader realm, DerReader name) throws DerException {
    String realmText = text(realm);
    realm.end();
    DerReader in = name.enter(Der.SEQUENCE);
    name.end();
    DerReader type = in.field(0);
    type.integer(); // no part of the identity (RFC 4120, section 6.2)
    type.end();
    DerReader strings = in.field(1);
    in.end();
    DerReader list = strings.enter(Der.SEQUENCE);
    strings.end();
    List<String> components = new ArrayList<>();
    while (!list.isEmpty()) {
      components.add(text(list));
    }
    if (components.size() > MAX_COMPONENTS) {
      throw new DerException("a name has too many components");
    }
    try {
      return new KerberosName(components, realmText);
    } catch (IllegalArgumentException e) {
      throw new DerException("a name or a realm is empty");
    }
  }

  private static String text(DerReader in) throws DerException {
    String text = in.text();
    if (text.length() > MAX_LENGTH) {
      throw new DerException("a name is too long");
    }
    return text;
  }

  static byte[] toBytes(KerberosName name) {
    return Der.sequence(
        Der.field(0, Der.integer(SERVICE_AND_INSTANCE)),
        Der.field(
            1, Der.sequence(name.components().stream().map(Der::text).toArray(byte[][]::new))));
  }
}
