/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.Identity;
import io.rdgateway.auth.Revalidator;
import io.rdgateway.spi.AuthenticationContext;
import java.util.Map;

/**
 * Where the owners of tickets are looked up: a directory, a store, or nowhere. Thread-safe; called
 * on a hook executor.
 */
@FunctionalInterface
public interface KerberosAccounts extends Revalidator {

  /**
   * Looks a user up whose ticket has been verified. May block until {@link
   * AuthenticationContext#deadline()}.
   *
   * @param user the owner of the ticket
   * @param context where in the connection this happens
   * @return the account or why there is none
   * @throws Exception anything at all: a refusal
   */
  KerberosAccount find(KerberosUser user, AuthenticationContext context) throws Exception;

  /**
   * Takes the KDC's word and asks nobody else: whoever has a ticket is somebody, and policies
   * decide about the rest. Name and, without a SID, id are of the form {@code alice@CORP.EXAMPLE};
   * groups are the SIDs in the ticket, none without a signed PAC.
   *
   * @return accounts that are never missing
   */
  static KerberosAccounts ofTickets() {
    return (user, context) -> {
      String name = user.name().toString();
      return new KerberosAccount.Found(
          new Identity(
              user.sid() == null ? name : user.sid(), name, user.groupSids(), Map.of(), null));
    };
  }
}
