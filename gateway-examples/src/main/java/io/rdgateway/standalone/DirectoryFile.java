/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.ldap.GroupLookup;
import io.rdgateway.auth.ldap.GroupSettings;
import io.rdgateway.auth.ldap.LdapConnectionSettings;
import io.rdgateway.auth.ldap.LdapDirectory;
import io.rdgateway.auth.ldap.LdapDomain;
import io.rdgateway.auth.ldap.LdapServer;
import io.rdgateway.auth.ldap.ServicePassword;
import io.rdgateway.auth.ldap.UserSchema;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A directory in a file:
 *
 * <pre>{@code
 * version: 1
 * kind: "active-directory"            # or "open-ldap"
 * servers: ["dc1.corp.example", "dc2.corp.example:636"]
 * security: "ldaps"                   # or "start-tls"
 * trust: "authorities.pem"            # without it: the authorities of the JVM
 * service-account: "CN=gateway,OU=Services,DC=corp,DC=example"
 * password-file: "directory-password" # or password-variable: "LDAP_PASSWORD"
 * base: "DC=corp,DC=example"
 * netbios-name: "CORP"
 * dns-name: "corp.example"
 * groups: "token-groups"              # in-chain, member-of, member-search or none
 * group-base: "OU=Groups,DC=corp,DC=example"
 * nt-hash-attribute: "sambaNTPassword"
 * attributes: ["physicalDeliveryOfficeName"]
 * }</pre>
 *
 * <p>Strict: an unknown, repeated or missing key is an error with its line. Relative files are
 * relative to this one. The file holds no password.
 */
final class DirectoryFile {
  private static final int MAX_BYTES = 1 << 16;

  private static final List<String> REQUIRED =
      List.of("version", "kind", "servers", "security", "service-account", "base", "groups");

  private static final List<String> KEYS =
      List.of(
          "version",
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
          "attributes");

  private final Path file;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<String> servers = new ArrayList<>();
  private final List<String> attributes = new ArrayList<>();

  private DirectoryFile(Path file) {
    this.file = file;
  }

  /** Reads the file; the directory is the caller's to close. */
  static LdapDirectory read(Path file) {
    DirectoryFile read = new DirectoryFile(file);
    StrictYaml.read(
        file, text(file), yaml -> yaml.mapping(KEYS, REQUIRED, key -> read.take(yaml, key)));
    return read.directory();
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new ConfigurationException(file + ": the file is larger than 64 KiB.");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ConfigurationException(
          file
              + ": the directory's file cannot be read ("
              + e.getClass().getSimpleName()
              + "); name a readable file.",
          e);
    }
  }

  private void take(StrictYaml yaml, String key) {
    switch (key) {
      case "version" -> yaml.version(1);
      case "servers" -> servers.addAll(yaml.list(yaml::text));
      case "attributes" -> attributes.addAll(yaml.list(yaml::text));
      default -> texts.put(key, yaml.text());
    }
    lines.put(key, yaml.line());
  }

  private LdapDirectory directory() {
    boolean activeDirectory =
        choice("kind", List.of("active-directory", "open-ldap"), "active-directory"::equals);
    boolean ldaps = choice("security", List.of("ldaps", "start-tls"), "ldaps"::equals);
    GroupLookup lookup =
        choice(
            "groups",
            Arrays.stream(GroupLookup.values()).map(DirectoryFile::word).toList(),
            word -> GroupLookup.valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT)));
    return checked(
        "base",
        () -> {
          UserSchema.Builder schema =
              activeDirectory ? UserSchema.activeDirectory() : UserSchema.openLdap();
          GroupSettings.Builder groups =
              activeDirectory
                  ? GroupSettings.activeDirectory(lookup)
                  : GroupSettings.openLdap(lookup);
          String groupBase = texts.get("group-base");
          LdapDirectory.Builder directory =
              LdapDirectory.builder(
                  connection(ldaps),
                  schema
                      .attributes(
                          attributes.stream()
                              .distinct()
                              .collect(Collectors.toMap(name -> name, name -> name)))
                      .build(),
                  (groupBase == null ? groups : groups.base(groupBase)).build(),
                  new LdapDomain(
                      required("base"), texts.get("netbios-name"), texts.get("dns-name")));
          String ntHash = texts.get("nt-hash-attribute");
          return (ntHash == null ? directory : directory.ntHashAttribute(ntHash)).build();
        });
  }

  private LdapConnectionSettings connection(boolean ldaps) {
    LdapServer[] addresses =
        servers.stream().map(text -> server(text, ldaps ? 636 : 389)).toArray(LdapServer[]::new);
    LdapConnectionSettings.Builder settings =
        checked(
            "servers",
            () ->
                ldaps
                    ? LdapConnectionSettings.ldaps(addresses)
                    : LdapConnectionSettings.startTls(addresses));
    String trust = texts.get("trust");
    if (trust != null) {
      settings.trustPem(file.resolveSibling(trust));
    }
    return settings.serviceAccount(required("service-account"), password()).build();
  }

  private ServicePassword password() {
    String inFile = texts.get("password-file");
    String inVariable = texts.get("password-variable");
    if (inFile != null && inVariable == null) {
      return ServicePassword.ofFile(file.resolveSibling(inFile));
    }
    if (inVariable != null && inFile == null) {
      return ServicePassword.ofEnvironment(inVariable);
    }
    throw mistake(
        "service-account",
        "say where its password is: either password-file or password-variable belongs here");
  }

  private LdapServer server(String text, int usualPort) {
    return checked("servers", () -> LdapServer.parse(text, usualPort));
  }

  private String required(String key) {
    return texts.getOrDefault(key, "");
  }

  private <T> T choice(String key, List<String> words, Function<String, T> meaning) {
    String word = required(key);
    if (!words.contains(word)) {
      throw mistake(key, "write one of " + String.join(", ", words));
    }
    return meaning.apply(word);
  }

  private static String word(GroupLookup lookup) {
    return lookup.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Something that may not like what it is given. */
  private interface Attempt<T> {
    T get();
  }

  private <T> T checked(String key, Attempt<T> attempt) {
    try {
      return attempt.get();
    } catch (IllegalArgumentException e) {
      throw mistake(key, String.valueOf(e.getMessage()));
    } catch (ConfigurationException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(file.toString())
          ? e
          : new ConfigurationException(file + ": " + message, e);
    }
  }

  private ConfigurationException mistake(String key, @Nullable String sentence) {
    return new ConfigurationException(
        file + ":" + lines.getOrDefault(key, 1) + ": " + key + ": " + sentence + ".");
  }
}
