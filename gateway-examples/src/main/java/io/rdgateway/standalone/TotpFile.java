/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.otp.TotpSecret;
import io.rdgateway.auth.otp.TotpSecrets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets of authenticator apps in a file:
 *
 * <pre>{@code
 * version: 1
 * secrets:
 *   - id: "0b9b2c0e-…"          # of the user
 *     secret: "JBSWY3DPEHPK3PXP…"  # base32
 * }</pre>
 *
 * <p>Messages never quote a value.
 */
final class TotpFile {
  private static final List<String> ROOT = List.of("version", "secrets");
  private static final List<String> KEYS = List.of("id", "secret");

  private TotpFile() {}

  static TotpSecrets read(Path file) {
    Map<String, TotpSecret> secrets = new HashMap<>();
    StrictYaml.readFile(
        file,
        "secrets",
        yaml ->
            yaml.mapping(
                ROOT,
                ROOT,
                key -> {
                  if (key.equals("version")) {
                    yaml.version(1);
                  } else {
                    yaml.list(() -> entry(yaml, secrets));
                  }
                }));
    Map<String, TotpSecret> all = Map.copyOf(secrets);
    return id -> Optional.ofNullable(all.get(id));
  }

  private static TotpSecret entry(StrictYaml yaml, Map<String, TotpSecret> secrets) {
    Map<String, String> texts = new HashMap<>();
    yaml.mapping(KEYS, KEYS, key -> texts.put(key, yaml.text()));
    try {
      TotpSecret secret = TotpSecret.ofBase32(texts.getOrDefault("secret", ""));
      if (secrets.put(texts.getOrDefault("id", ""), secret) != null) {
        throw yaml.mistake("an earlier entry has this id; remove one of them");
      }
      return secret;
    } catch (IllegalArgumentException e) {
      throw yaml.mistake("this secret is wrong: " + e.getMessage() + "; correct it");
    }
  }
}
