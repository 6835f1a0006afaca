/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.spi.ConfigurationException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;

/** Where a password comes from that must not stand on a command line. */
@FunctionalInterface
interface PasswordPrompt {
  /**
   * Asks for it.
   *
   * @return what was typed, maybe empty
   */
  String ask();

  /** Asks at the console, twice and without showing it. */
  @SuppressWarnings("SystemConsoleNull") // older JVMs have none where input is redirected
  static PasswordPrompt ofConsole() {
    return () -> {
      Console console = System.console();
      if (console == null) {
        throw new ConfigurationException(
            "There is no console to ask at; hand the password over with --stdin.");
      }
      return typed(console);
    };
  }

  /** Reads a line of standard input. */
  static PasswordPrompt ofStandardInput() {
    return PasswordPrompt::line;
  }

  private static String typed(Console console) {
    char[] once = console.readPassword("Password: ");
    char[] again = console.readPassword("Again: ");
    if (once == null || again == null) {
      return "";
    }
    String password = new String(once);
    if (!password.equals(new String(again))) {
      throw new ConfigurationException("The two passwords differ; try again.");
    }
    return password;
  }

  private static String line() {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    try {
      String line = in.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new ConfigurationException("Standard input cannot be read: " + e + ".", e);
    }
  }
}
