/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Tunnels in columns. */
final class TunnelTable {
  private static final List<String> HEAD =
      List.of(
          "ID",
          "USER",
          "CLIENT",
          "RESOURCE",
          "SINCE",
          "SECONDS",
          "IDLE",
          "FROM CLIENT",
          "TO CLIENT",
          "TRANSPORT");

  private TunnelTable() {}

  static void print(JsonNode tunnels, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    tunnels.forEach(tunnel -> rows.add(row(tunnel)));
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
    out.println(tunnels.size() + (tunnels.size() == 1 ? " tunnel" : " tunnels"));
  }

  private static List<String> row(JsonNode tunnel) {
    String port = text(tunnel, "port");
    return List.of(
        text(tunnel, "id"),
        text(tunnel, "user"),
        text(tunnel, "clientAddress"),
        text(tunnel, "resource") + (port.equals("-") ? "" : ":" + port),
        text(tunnel, "connectedSince"),
        text(tunnel, "durationSeconds"),
        text(tunnel, "idleSeconds"),
        text(tunnel, "bytesFromClient"),
        text(tunnel, "bytesToClient"),
        text(tunnel, "transport"));
  }

  /** Names were chosen by clients. */
  private static String text(JsonNode tunnel, String key) {
    return tunnel.has(key) ? Printable.text(tunnel.path(key).asText()) : "-";
  }
}
