/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.strict.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The block {@code kerberos} of {@code sign-in}.
 *
 * @param keytab with the keys of {@code HTTP/} and each name of the gateway
 * @param accounts where the owners of tickets are looked up
 * @param foreignRealms further realms whose users may come
 * @param endsWithTicket whether a tunnel lasts no longer than its ticket
 */
public record KerberosConfig(
    Path keytab, Accounts accounts, Set<String> foreignRealms, boolean endsWithTicket) {
  static final List<String> KEYS =
      List.of("keytab", "accounts", "foreign-realms", "ends-with-ticket");

  /** Where users are looked up who prove themselves by something that others have issued. */
  public enum Accounts {
    /** In the users file. */
    USERS,

    /** Nowhere: who has a ticket or a token is somebody, and the policy decides about the rest. */
    ISSUER
  }

  static KerberosConfig read(Node node, Reading reading) {
    Block block = new Block(node, "kerberos", KEYS, reading);
    Value<Path> keytab = block.required("keytab", "name the keytab of the gateway", Values::path);
    Value<Accounts> accounts =
        block.required(
            "accounts",
            "write users to look owners of tickets up in the users file, or issuer to take the"
                + " KDC's word",
            Values.word("kind of accounts", Accounts.class));
    Value<List<String>> realms = block.list("foreign-realms", Values::text);
    Value<Boolean> ends = block.flag("ends-with-ticket", true);
    return block.made(
        () ->
            new KerberosConfig(keytab.get(), accounts.get(), Set.copyOf(realms.get()), ends.get()));
  }
}
