/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.Entry;

/**
 * A user as found.
 *
 * @param entry with the attributes that were asked for
 * @param domain where it was found
 */
record DirectoryUser(Entry entry, LdapDomain domain) {

  String dn() {
    return entry.getDN();
  }
}
