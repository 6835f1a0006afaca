/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.rdpfile;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A {@code .rdp} file: settings in an order, each name once. Immutable and thread-safe.
 *
 * <p>Its text form shows names alone, since a file may carry a token.
 */
public final class RdpFile {
  /** The media type of these files. */
  public static final String MEDIA_TYPE = "application/x-rdp";

  private static final int RDP_PORT = 3389;
  private static final int HTTPS_PORT = 443;

  private final Map<String, RdpLine> lines;

  private RdpFile(Map<String, RdpLine> lines) {
    this.lines = lines;
  }

  /**
   * Reads a file, strictly: in UTF-16LE with a byte order mark or in UTF-8, with settings that are
   * well-formed, of the type and in the range that {@link RdpProperty} knows, and each there once.
   *
   * @param bytes at most 256 KiB
   * @return the settings in their order, unknown ones as well
   * @throws RdpFileException if something is wrong; the message names the line
   */
  public static RdpFile parse(byte[] bytes) throws RdpFileException {
    Map<String, RdpLine> lines = new LinkedHashMap<>();
    RdpText.lines(bytes, line -> lines.putIfAbsent(line.key(), line) == null);
    return new RdpFile(lines);
  }

  /**
   * Begins a file.
   *
   * @return without settings
   */
  public static Builder builder() {
    return new Builder(new LinkedHashMap<>());
  }

  /**
   * Begins a changed copy. A signature is left out: what comes of it has to be signed again.
   *
   * @return with the settings of this file
   */
  public Builder toBuilder() {
    Builder copy = new Builder(new LinkedHashMap<>(lines));
    return copy.remove(RdpProperty.SIGNATURE).remove(RdpProperty.SIGN_SCOPE);
  }

  /**
   * A copy with another value for a setting that no signature covers, such as the access token. A
   * signature stays valid.
   *
   * @param property not {@link RdpProperty#isSignable() signable}
   * @param value the new value
   * @return the copy
   * @throws IllegalArgumentException if the setting is signable or the value is malformed
   */
  public RdpFile withUnsigned(RdpProperty property, String value) {
    if (property.isSignable() || isOfSignature(property)) {
      throw new IllegalArgumentException(
          "\"" + property.fileName() + "\" belongs to what is signed; change it before signing");
    }
    return with(property.line(value));
  }

  /** The same with lines that are added, or take the place of others. */
  RdpFile with(RdpLine... changed) {
    Map<String, RdpLine> copy = new LinkedHashMap<>(lines);
    for (RdpLine line : changed) {
      copy.put(line.key(), line);
    }
    return new RdpFile(copy);
  }

  /**
   * All settings.
   *
   * @return in their order
   */
  public Collection<RdpLine> lines() {
    return List.copyOf(lines.values());
  }

  /**
   * A setting as it stands in the file.
   *
   * @param name in any case
   * @return empty if the file has none of this name
   */
  public Optional<RdpLine> line(String name) {
    return Optional.ofNullable(lines.get(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * The value of a setting.
   *
   * @param property which
   * @return as it is written; empty if it is not in the file
   */
  public Optional<String> text(RdpProperty property) {
    return line(property.fileName()).map(RdpLine::value);
  }

  /**
   * The value of a numeric setting.
   *
   * @param property which
   * @return empty if it is not in the file
   * @throws IllegalArgumentException if the setting is text
   */
  public OptionalInt number(RdpProperty property) {
    if (!property.isNumber()) {
      throw new IllegalArgumentException("\"" + property.fileName() + "\" is text");
    }
    Optional<RdpLine> line = line(property.fileName()).filter(one -> one.type() == 'i');
    return line.isPresent()
        ? OptionalInt.of(Integer.parseInt(line.get().value()))
        : OptionalInt.empty();
  }

  /**
   * The bytes of the file, lines ending in CRLF.
   *
   * @param encoding how
   * @return a new array
   */
  public byte[] toBytes(RdpEncoding encoding) {
    StringBuilder text = new StringBuilder();
    if (encoding == RdpEncoding.UTF_16LE) {
      text.append('\uFEFF');
    }
    lines.values().forEach(line -> text.append(line.text()).append("\r\n"));
    return text.toString()
        .getBytes(
            encoding == RdpEncoding.UTF_16LE ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RdpFile that
        && List.copyOf(lines.values()).equals(List.copyOf(that.lines.values()));
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(lines);
  }

  @Override
  public String toString() {
    return "RdpFile" + lines.keySet();
  }

  private static boolean isOfSignature(RdpProperty property) {
    return property == RdpProperty.SIGNATURE || property == RdpProperty.SIGN_SCOPE;
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private final Map<String, RdpLine> lines;

    private Builder(Map<String, RdpLine> lines) {
      this.lines = lines;
    }

    /**
     * Sets text, or a number in its decimal form.
     *
     * @param property which setting, not one of the signature
     * @param value its value
     * @return this
     * @throws IllegalArgumentException if the value is malformed or out of range; an embedder who
     *     passes on what a user typed has to expect it
     */
    public Builder set(RdpProperty property, String value) {
      if (isOfSignature(property)) {
        throw new IllegalArgumentException(
            "\"" + property.fileName() + "\" is written by the signer alone");
      }
      lines.put(property.fileName(), property.line(value));
      return this;
    }

    /**
     * Sets a number.
     *
     * @param property which setting
     * @param value its value
     * @return this
     * @throws IllegalArgumentException if the setting is text, or the value out of range
     */
    public Builder set(RdpProperty property, int value) {
      if (!property.isNumber()) {
        throw new IllegalArgumentException("\"" + property.fileName() + "\" is text");
      }
      return set(property, Integer.toString(value));
    }

    /**
     * Sets what {@link RdpProperty} does not know.
     *
     * @param line checked as if it were read
     * @return this
     * @throws IllegalArgumentException if it is of the signature, or a known setting with a wrong
     *     type or value
     */
    public Builder set(RdpLine line) {
      Optional<RdpProperty> known = RdpProperty.named(line.name());
      if (known.isPresent() && isOfSignature(known.get())) {
        throw new IllegalArgumentException("the signer alone writes " + line.key());
      }
      known.ifPresent(property -> property.check(line));
      lines.put(line.key(), line);
      return this;
    }

    /**
     * Takes a setting out.
     *
     * @param property which
     * @return this
     */
    public Builder remove(RdpProperty property) {
      lines.remove(property.fileName());
      return this;
    }

    /**
     * Sets the host.
     *
     * @param name a name or an address, IPv6 without brackets
     * @param port 1 to 65535
     * @return this
     */
    public Builder host(String name, int port) {
      return set(RdpProperty.FULL_ADDRESS, hostPort(name, port, RDP_PORT))
          .remove(RdpProperty.SERVER_PORT);
    }

    /**
     * Sets the gateway and that it is always used.
     *
     * @param name a name or an address, IPv6 without brackets
     * @param port 1 to 65535; FreeRDP 3 knows 443 only
     * @return this
     */
    public Builder gateway(String name, int port) {
      return set(RdpProperty.GATEWAY_HOST_NAME, hostPort(name, port, HTTPS_PORT))
          .set(RdpProperty.GATEWAY_USAGE_METHOD, 1)
          .set(RdpProperty.GATEWAY_PROFILE_USAGE_METHOD, 1);
    }

    /**
     * Lets the client sign in to the gateway by a token.
     *
     * @param token of printable ASCII characters; clients take some 400
     * @return this
     */
    public Builder accessToken(String token) {
      if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
        throw new IllegalArgumentException("a token is of printable ASCII characters");
      }
      return set(RdpProperty.GATEWAY_CREDENTIALS_SOURCE, 5)
          .set(RdpProperty.GATEWAY_ACCESS_TOKEN, token);
    }

    /**
     * The file.
     *
     * @return unsigned
     */
    public RdpFile build() {
      return new RdpFile(new LinkedHashMap<>(lines));
    }

    private static String hostPort(String name, int port, int usual) {
      if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c != '[' && c != ']')) {
        throw new IllegalArgumentException("a host is a name or an address without blanks");
      }
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("the port must be 1 to 65535, not " + port);
      }
      boolean ipv6 = name.indexOf(':') >= 0;
      if (port == usual && !ipv6) {
        return name;
      }
      return (ipv6 ? "[" + name + "]" : name) + ":" + port;
    }
  }
}
