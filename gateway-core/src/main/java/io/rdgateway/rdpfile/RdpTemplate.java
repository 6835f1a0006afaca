/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.rdpfile;

import java.util.Map;
import java.util.Set;

/**
 * A file of which users may change some settings and no others. Immutable and thread-safe.
 *
 * @param base what holds unless it is overridden; a signature in it is left out
 * @param overridable what users may choose
 */
public record RdpTemplate(RdpFile base, Set<RdpProperty> overridable) {

  /** Copies the set. */
  public RdpTemplate {
    overridable = Set.copyOf(overridable);
    if (overridable.contains(RdpProperty.SIGNATURE)
        || overridable.contains(RdpProperty.SIGN_SCOPE)) {
      throw new IllegalArgumentException("a signature cannot be overridden");
    }
  }

  /**
   * The file with the choices of a user.
   *
   * @param choices by the name of the setting in any case, as from the fields of a form
   * @return to complete with what belongs to this connection, such as a token
   * @throws IllegalArgumentException if a setting is unknown or not the user's to choose, or a
   *     value is malformed; nothing of it is quoted but the name of a known setting
   */
  public RdpFile.Builder with(Map<String, String> choices) {
    RdpFile.Builder file = base.toBuilder();
    choices.forEach(
        (name, value) -> {
          RdpProperty property =
              RdpProperty.named(name)
                  .orElseThrow(() -> new IllegalArgumentException("a setting is unknown"));
          if (!overridable.contains(property)) {
            throw new IllegalArgumentException(
                "\"" + property.fileName() + "\" is not for users to choose");
          }
          file.set(property, value);
        });
    return file;
  }
}
