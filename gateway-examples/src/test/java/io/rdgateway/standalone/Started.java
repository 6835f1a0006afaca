/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a run of the program said and returned. */
record Started(int code, String out, String err) {

  /** Runs the quick start on a port that the system chooses, until its check is over. */
  static Started once(Path folder, String... options) {
    List<String> args = new ArrayList<>(List.of("quickstart", "--once"));
    if (!List.of(options).contains("--listen")) {
      args.addAll(List.of("--listen", "127.0.0.1:0"));
    }
    args.addAll(List.of(options));
    return run(folder, args.toArray(String[]::new));
  }

  static Started run(Path folder, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(folder, new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Started(code, out.toString(), err.toString());
  }

  /** The password that was shown. */
  String password() {
    return out.lines()
        .filter(line -> line.startsWith("Password: "))
        .map(line -> line.split(" +", -1)[1])
        .findFirst()
        .orElseThrow();
  }
}
