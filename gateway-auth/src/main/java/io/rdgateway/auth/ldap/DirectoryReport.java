/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import io.rdgateway.auth.Identity;
import io.rdgateway.spi.RejectReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a directory found. The texts of the directory in it are as they came: escape them
 * where that matters.
 *
 * @param servers each configured server
 * @param user the user that was asked for; null if none was, or none could be looked up
 */
public record DirectoryReport(List<ServerReport> servers, @Nullable UserReport user) {

  /** Copies the list. */
  public DirectoryReport {
    servers = List.copyOf(servers);
  }

  /**
   * Whether every server works and the user, if one was asked for, may sign in.
   *
   * @return true if there is nothing to correct
   */
  public boolean good() {
    return servers.stream().allMatch(ServerReport::good)
        && (user == null || user.refusal() == null);
  }

  /**
   * A server.
   *
   * @param server where it is
   * @param good whether it was reached, its certificate was good, and the service account signed in
   * @param words what went well, or what did not
   */
  public record ServerReport(LdapServer server, boolean good, String words) {}

  /**
   * A user.
   *
   * @param dn the distinguished name; null if nobody was found
   * @param identity what policies would see; null if nobody was found, or no stable id
   * @param refusal why a sign-in would be refused although the password is right; null if it would
   *     not
   * @param ntlm whether the user could sign in by NTLM, as far as the directory tells
   */
  public record UserReport(
      @Nullable String dn,
      @Nullable Identity identity,
      @Nullable RejectReason refusal,
      boolean ntlm) {}
}
