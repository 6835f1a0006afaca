/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

/** A user is in more groups than are followed. */
final class GroupLimitException extends Exception {
  private static final long serialVersionUID = 1L;

  GroupLimitException() {
    super("too many groups");
  }
}
