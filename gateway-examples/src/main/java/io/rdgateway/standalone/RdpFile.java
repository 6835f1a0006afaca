/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.spi.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The settings of mstsc for one host behind the gateway. */
final class RdpFile {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private RdpFile() {}

  /**
   * Writes the settings as mstsc itself does: UTF-16LE with a byte order mark and CRLF.
   *
   * @param gateway how clients reach the gateway
   * @param target the host; null leaves it to the user
   * @param userName who signs in
   * @throws ConfigurationException if a value has a control character, which could smuggle in a
   *     setting, or the file cannot be written
   */
  static void write(Path file, HostPort gateway, @Nullable HostPort target, String userName) {
    StringBuilder text = new StringBuilder();
    text.append(BYTE_ORDER_MARK);
    if (target != null) {
      text.append(line("full address", target.toString()));
    }
    text.append(line("gatewayhostname", gateway.toString()))
        .append("gatewayusagemethod:i:1\r\n")
        .append("gatewayprofileusagemethod:i:1\r\n")
        .append("gatewaycredentialssource:i:0\r\n")
        .append("promptcredentialonce:i:0\r\n")
        .append(line("username", userName));
    FolderFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_16LE));
  }

  private static String line(String key, String value) {
    if (value.codePoints().anyMatch(Printable::isInvisible)) {
      throw new ConfigurationException(
          "An .rdp file cannot hold the "
              + key
              + " \""
              + Printable.text(value)
              + "\", which has an invisible character; choose another one.");
    }
    return key + ":s:" + value + "\r\n";
  }
}
