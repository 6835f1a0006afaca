/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import io.rdgateway.policy.RulePolicy;
import io.rdgateway.policy.strict.JsonSyntax;
import io.rdgateway.policy.strict.Location;
import io.rdgateway.policy.strict.Node;
import io.rdgateway.policy.strict.NodeLoader;
import io.rdgateway.policy.strict.Syntax;
import io.rdgateway.policy.strict.Utf8;
import io.rdgateway.policy.strict.YamlSyntax;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads and writes policy files; the description of the package shows their form.
 *
 * <p>Every mistake is a {@link ConfigurationException} whose message is one sentence that begins
 * with {@code file:line:column} and ends with the remedy. The first mistake is reported. Nothing is
 * kept between calls.
 */
public final class PolicyFile {

  /** The largest file in bytes, and the longest text in characters: 1 MiB. */
  public static final int MAX_SIZE = 1 << 20;

  private PolicyFile() {}

  /**
   * Reads a file: JSON if its name ends in {@code .json}, else YAML.
   *
   * @param file in UTF-8, at most {@link #MAX_SIZE} bytes
   * @return its policy
   * @throws ConfigurationException if it cannot be read or has a mistake
   */
  public static RulePolicy load(Path file) {
    return parse(read(file), file.toString());
  }

  /** The bytes of a file; one more than allowed if it is too large. */
  static byte[] read(Path file) {
    String source = file.toString();
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_SIZE + 1);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          source + ": there is no such policy file; create it or correct the path", e);
    } catch (IOException e) {
      throw new ConfigurationException(
          source
              + ": the policy file cannot be read; it has to be a file that the gateway's account"
              + " may read",
          e);
    }
  }

  static RulePolicy parse(byte[] bytes, String source) {
    if (bytes.length > MAX_SIZE) {
      throw tooLarge(source);
    }
    boolean json = source.toLowerCase(Locale.ROOT).endsWith(".json");
    return read(Utf8.decode(bytes, source), source, json ? JsonSyntax.JSON : YamlSyntax.YAML);
  }

  /**
   * Reads a text in YAML.
   *
   * @param text at most {@link #MAX_SIZE} characters
   * @param sourceName stands for the file in messages
   * @return its policy
   * @throws ConfigurationException if it has a mistake
   */
  public static RulePolicy parse(String text, String sourceName) {
    return read(text, sourceName, YamlSyntax.YAML);
  }

  /**
   * Reads a text in JSON.
   *
   * @param text at most {@link #MAX_SIZE} characters
   * @param sourceName stands for the file in messages
   * @return its policy
   * @throws ConfigurationException if it has a mistake
   */
  public static RulePolicy parseJson(String text, String sourceName) {
    return read(text, sourceName, JsonSyntax.JSON);
  }

  private static RulePolicy read(String text, String source, Syntax syntax) {
    if (text.length() > MAX_SIZE) {
      throw tooLarge(source);
    }
    return PolicyReader.read(NodeLoader.load(text, source, syntax));
  }

  /**
   * Writes the rules of a policy in YAML.
   *
   * @param policy any
   * @return a text that {@link #parse} turns into an equal policy
   * @throws ConfigurationException if the policy is too large for a file, or names a scheme that
   *     {@link io.rdgateway.spi.AuthScheme} has no constant for
   */
  public static String write(RulePolicy policy) {
    return requireFits(PolicyWriter.write(policy));
  }

  /**
   * Writes the rules of a policy in JSON.
   *
   * @param policy any
   * @return a text that {@link #parseJson} turns into an equal policy
   * @throws ConfigurationException if the policy is too large for a file in either language, or
   *     names a scheme that {@link io.rdgateway.spi.AuthScheme} has no constant for
   */
  public static String writeJson(RulePolicy policy) {
    // What is said is decided in one place; here it is only spelt otherwise.
    Node root = NodeLoader.load(write(policy), "the written policy", YamlSyntax.YAML);
    return requireFits(JsonWriter.write(root));
  }

  /**
   * The JSON schema (draft 2020-12) of policy files, for editors and for programs that write them.
   * It knows every key and word; what depends on other places, such as names that are unique or
   * declared, only reading finds out.
   *
   * @return its text
   */
  public static String schema() {
    try (InputStream in = PolicyFile.class.getResourceAsStream("policy.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("the schema of policy files is not in the library");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String requireFits(String text) {
    if (StandardCharsets.UTF_8.encode(text).remaining() > MAX_SIZE) {
      throw new ConfigurationException(
          "the policy is too large for a file of 1 MiB; name groups instead of users and ranges"
              + " instead of hosts");
    }
    return text;
  }

  private static ConfigurationException tooLarge(String source) {
    return new Location(source, 1, 1)
        .mistake(
            "a policy file has at most 1 MiB; name groups instead of users and ranges instead of"
                + " hosts");
  }
}
