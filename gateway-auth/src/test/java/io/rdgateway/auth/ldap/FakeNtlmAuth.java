/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Stands in for Samba's helper, with its dot too many after a refusal. */
public final class FakeNtlmAuth {
  static final String KEY = "000102030405060708090A0B0C0D0E0F";

  private FakeNtlmAuth() {}

  /** Answers until the input ends. */
  public static void main(String... args) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    Map<String, String> question = new HashMap<>();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals(".")) {
        say(answer(question));
        question.clear();
        continue;
      }
      int colon = line.indexOf(':');
      boolean encoded = line.startsWith("::", colon);
      String value = line.substring(colon + (encoded ? 3 : 2));
      question.put(
          line.substring(0, colon),
          encoded ? new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8) : value);
    }
  }

  private static String answer(Map<String, String> question)
      throws IOException, InterruptedException {
    String user = question.get("Username");
    if (user == null) {
      return "Error: No username supplied!\n.\n";
    }
    if (!"0102030405060708".equals(question.get("LANMAN-Challenge"))
        || question.getOrDefault("NT-Response", "").length() != 96
        || !"Yes".equals(question.get("Request-User-Session-Key"))) {
      return "Error: a strange question\n.\n";
    }
    return switch (user) {
      case "alice", "alice@example.org", "bob" ->
          "Authenticated: Yes\nUser-Session-Key: " + KEY + "\n.\n";
      case "locked" -> refusal("NT_STATUS_ACCOUNT_LOCKED_OUT");
      case "noserver" -> refusal("Reading winbind reply failed!");
      case "nokey" -> "Authenticated: Yes\n.\n";
      case "zerokey" -> "Authenticated: Yes\nUser-Session-Key: " + "0".repeat(32) + "\n.\n";
      case "both" -> "Authenticated: No\nAuthenticated: Yes\nUser-Session-Key: " + KEY + "\n.\n";
      case "long" -> "x".repeat(5000) + "\n.\n";
      case "many" -> "Line: x\n".repeat(100);
      case "silent" -> {
        new CountDownLatch(1).await();
        yield "";
      }
      case "gone" -> {
        Runtime.getRuntime().halt(1);
        yield "";
      }
      default -> refusal("NT_STATUS_WRONG_PASSWORD");
    };
  }

  private static String refusal(String status) {
    return "Authenticated: No\nAuthentication-Error: " + status + "\n.\n.\n";
  }

  private static void say(String text) {
    System.out.print(text);
    System.out.flush();
  }
}
