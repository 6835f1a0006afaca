/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.auth.ldap.GroupLookup;
import io.rdgateway.auth.ldap.GroupSettings;
import io.rdgateway.auth.ldap.LdapConnectionSettings;
import io.rdgateway.auth.ldap.LdapDirectory;
import io.rdgateway.auth.ldap.LdapDomain;
import io.rdgateway.auth.ldap.LdapServer;
import io.rdgateway.auth.ldap.NtlmHelper;
import io.rdgateway.auth.ldap.UserSchema;
import io.rdgateway.policy.strict.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code directory}: users and groups by LDAP.
 *
 * @param kind whose schema it has
 * @param servers asked in this order
 * @param security how TLS begins
 * @param trust the authorities of the servers as PEM; null for those of the JVM
 * @param serviceAccount looks users up
 * @param password of the service account
 * @param domain where users are and what they call it
 * @param groups how groups are found
 * @param groupBase where groups are; null for the domain's base
 * @param ntHashAttribute holds NT hashes; null for none
 * @param userFilter what every user matches; null for the kind's
 * @param attributes which policies get to know
 */
public record DirectoryConfig(
    Kind kind,
    List<LdapServer> servers,
    Security security,
    @Nullable Path trust,
    String serviceAccount,
    Secret password,
    LdapDomain domain,
    GroupLookup groups,
    @Nullable String groupBase,
    @Nullable String ntHashAttribute,
    @Nullable String userFilter,
    List<String> attributes) {
  static final List<String> KEYS =
      List.of(
          "kind",
          "servers",
          "security",
          "trust",
          "service-account",
          "password-file",
          "password-variable",
          "base",
          "netbios-name",
          "dns-name",
          "groups",
          "group-base",
          "nt-hash-attribute",
          "user-filter",
          "attributes");

  /** Whose schema a directory has. */
  public enum Kind {
    /** Microsoft's and Samba's. */
    ACTIVE_DIRECTORY,

    /** OpenLDAP's, and others with its classes. */
    OPEN_LDAP
  }

  /** How TLS begins. */
  public enum Security {
    /** At once, usually on port 636. */
    LDAPS(636),

    /** By a command, usually on port 389. */
    START_TLS(389);

    private final int usualPort;

    Security(int usualPort) {
      this.usualPort = usualPort;
    }
  }

  static DirectoryConfig read(Node node, Reading reading) {
    return read(new Block(node, "a directory", KEYS, reading));
  }

  /** The keys of a file of its own. */
  static final List<String> FILE_KEYS = Stream.concat(Stream.of("version"), KEYS.stream()).toList();

  static DirectoryConfig readFile(Node node, Reading reading) {
    Block block = new Block(node, "a directory's file", FILE_KEYS, reading);
    Value<Boolean> version =
        block.required("version", "begin the file with \"version: 1\"", Values::version);
    DirectoryConfig read = read(block);
    version.get();
    return read;
  }

  private static DirectoryConfig read(Block block) {
    Value<Kind> kind =
        block.required(
            "kind", "write active-directory or open-ldap", Values.word("kind", Kind.class));
    Value<Security> security =
        block.required(
            "security", "write ldaps or start-tls", Values.word("security", Security.class));
    Value<List<LdapServer>> servers =
        block.requiredList(
            "servers",
            "list them, the preferred one first",
            (item, same) -> LdapServer.parse(Values.text(item, same), security.get().usualPort));
    Value<Path> trust = block.optional("trust", Values::path);
    Value<String> account =
        block.required("service-account", "name the DN that looks users up", Values::text);
    Value<Secret> password = block.requiredSecret("password");
    Value<String> base = block.required("base", "name the DN above all users", Values::text);
    Value<String> netbios = block.optional("netbios-name", Values::text);
    Value<String> dns = block.optional("dns-name", Values::text);
    Value<GroupLookup> groups =
        block.required(
            "groups",
            "say how groups are found: "
                + Stream.of(GroupLookup.values())
                    .map(Values::spelt)
                    .collect(Collectors.joining(", ")),
            Values.word("way to find groups", GroupLookup.class));
    Value<String> groupBase = block.optional("group-base", Values::text);
    Value<String> ntHash = block.optional("nt-hash-attribute", Values::text);
    Value<String> filter = block.optional("user-filter", Values::text);
    Value<List<String>> attributes = block.list("attributes", Values::text);
    DirectoryConfig read =
        block.made(
            () ->
                new DirectoryConfig(
                    kind.get(),
                    servers.get(),
                    security.get(),
                    trust.orNull(),
                    account.get(),
                    password.get(),
                    new LdapDomain(base.get(), netbios.orNull(), dns.orNull()),
                    groups.get(),
                    groupBase.orNull(),
                    ntHash.orNull(),
                    filter.orNull(),
                    attributes.get()));
    block.made(
        () -> {
          read.schema();
          return read.groupSettings();
        });
    return read;
  }

  /** Makes the directory, which connects when it is asked; the caller closes it. */
  public LdapDirectory open(@Nullable NtlmHelper helper) {
    LdapDirectory.Builder directory =
        LdapDirectory.builder(connection(), schema(), groupSettings(), domain);
    if (ntHashAttribute != null) {
      directory.ntHashAttribute(ntHashAttribute);
    }
    return (helper == null ? directory : directory.ntlmHelper(helper)).build();
  }

  private LdapConnectionSettings connection() {
    LdapServer[] all = servers.toArray(LdapServer[]::new);
    LdapConnectionSettings.Builder settings =
        security == Security.LDAPS
            ? LdapConnectionSettings.ldaps(all)
            : LdapConnectionSettings.startTls(all);
    if (trust != null) {
      settings.trustPem(trust);
    }
    return settings.serviceAccount(serviceAccount, password.servicePassword()).build();
  }

  private UserSchema schema() {
    UserSchema.Builder schema =
        kind == Kind.ACTIVE_DIRECTORY ? UserSchema.activeDirectory() : UserSchema.openLdap();
    if (userFilter != null) {
      schema.userFilter(userFilter);
    }
    return schema
        .attributes(
            attributes.stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), Function.identity())))
        .build();
  }

  private GroupSettings groupSettings() {
    GroupSettings.Builder found =
        kind == Kind.ACTIVE_DIRECTORY
            ? GroupSettings.activeDirectory(groups)
            : GroupSettings.openLdap(groups);
    return (groupBase == null ? found : found.base(groupBase)).build();
  }
}
