/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.rdpfile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What of a file is signed, and as which bytes. No specification describes it; the list and the
 * layout are what the signing tools in use agree on.
 */
final class SignScope {
  /** The names as they stand in the scope, in the order in which the lines are signed. */
  private static final List<String> ORDER =
      List.of(
          "Full Address",
          "Alternate Full Address",
          "PCB",
          "Use Redirection Server Name",
          "Server Port",
          "Negotiate Security Layer",
          "EnableCredSspSupport",
          "DisableConnectionSharing",
          "AutoReconnection Enabled",
          "GatewayHostname",
          "GatewayUsageMethod",
          "GatewayProfileUsageMethod",
          "GatewayCredentialsSource",
          "Support URL",
          "PromptCredentialOnce",
          "Require pre-authentication",
          "Pre-authentication server address",
          "Alternate Shell",
          "Shell Working Directory",
          "RemoteApplicationProgram",
          "RemoteApplicationExpandWorkingdir",
          "RemoteApplicationMode",
          "RemoteApplicationGuid",
          "RemoteApplicationName",
          "RemoteApplicationIcon",
          "RemoteApplicationFile",
          "RemoteApplicationFileExtensions",
          "RemoteApplicationCmdLine",
          "RemoteApplicationExpandCmdLine",
          "Prompt For Credentials",
          "Authentication Level",
          "AudioMode",
          "RedirectDrives",
          "RedirectPrinters",
          "RedirectCOMPorts",
          "RedirectSmartCards",
          "RedirectPOSDevices",
          "RedirectClipboard",
          "DevicesToRedirect",
          "DrivesToRedirect",
          "LoadBalanceInfo",
          "RedirectDirectX",
          "RDGIsKDCProxy",
          "KDCProxyName",
          "EventLogUploadAddress",
          "EnableRdsAadAuth",
          "RedirectWebAuthn",
          "RedirectTextProcessing",
          "Allowed Security Protocols");

  private static final Map<String, String> BY_KEY =
      ORDER.stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  name -> name.toLowerCase(Locale.ROOT), Function.identity()));

  private final List<String> names;
  private final byte[] message;

  private SignScope(List<String> names, byte[] message) {
    this.names = names;
    this.message = message;
  }

  static boolean covers(String key) {
    return BY_KEY.containsKey(key);
  }

  /** Everything in the file that can be signed. */
  static SignScope of(RdpFile file) {
    List<String> names =
        ORDER.stream().filter(name -> file.line(name).isPresent()).collect(Collectors.toList());
    return of(file, names);
  }

  /**
   * What a signature covers.
   *
   * @param names settings that are in the file, in the order in which they are signed
   */
  static SignScope of(RdpFile file, List<String> names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(file.line(name).orElseThrow().text()).append("\r\n");
    }
    text.append("signscope:s:").append(String.join(",", names)).append("\r\n\0");
    return new SignScope(
        new ArrayList<>(names), text.toString().getBytes(StandardCharsets.UTF_16LE));
  }

  String names() {
    return String.join(",", names);
  }

  byte[] message() {
    return message;
  }
}
