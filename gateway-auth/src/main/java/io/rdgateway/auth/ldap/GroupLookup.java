/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

/** How the groups of a user are found. */
public enum GroupLookup {
  /** Not at all; policies name users. */
  NONE,

  /**
   * The attribute {@code memberOf} of the user, and of each group in turn: OpenLDAP with its
   * overlay, 389 Directory Server, Active Directory. Nested groups are followed.
   */
  MEMBER_OF,

  /**
   * Searches for groups that hold the user as {@code member}, {@code uniqueMember} or {@code
   * memberUid}, or whose {@code gidNumber} the user has; and for groups that hold these. Any
   * directory.
   */
  MEMBER_SEARCH,

  /**
   * One search by the rule in chain of Active Directory (LDAP_MATCHING_RULE_IN_CHAIN, MS-ADTS
   * 3.1.1.3.4.4.3), which follows nested groups in the server. Does not see groups of other
   * domains. Slow in large domains.
   */
  IN_CHAIN,

  /**
   * The attribute {@code tokenGroups} of Active Directory (MS-ADTS 3.1.1.4.5.19), with all nested
   * security groups, in one read. The service account must be in the group <i>Windows Authorization
   * Access Group</i> or have the right to read the attribute.
   */
  TOKEN_GROUPS
}
