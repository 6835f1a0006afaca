/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.kerberos;

import io.rdgateway.auth.Identity;
import io.rdgateway.spi.RejectReason;

/** What {@link KerberosAccounts} found. */
public sealed interface KerberosAccount {

  /**
   * An account that may sign in by Kerberos.
   *
   * @param identity whose it is
   */
  record Found(Identity identity) implements KerberosAccount {}

  /**
   * No such account, or one that may not sign in.
   *
   * @param reason for the event; the client never learns it
   */
  record Missing(RejectReason reason) implements KerberosAccount {}
}
