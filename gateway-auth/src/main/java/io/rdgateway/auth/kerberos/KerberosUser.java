/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a ticket.
 *
 * @param name as the KDC knows the user, whatever the user typed
 * @param sid the user's security identifier from the ticket's PAC, whose signature has been
 *     verified; null if the ticket has none
 * @param groupSids the security identifiers of the user's groups from the same place; empty if the
 *     ticket has none
 */
public record KerberosUser(KerberosName name, @Nullable String sid, Set<String> groupSids) {
  /** Copies the set. */
  public KerberosUser {
    groupSids = Set.copyOf(groupSids);
  }
}
