/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.standalone.config.ConfigFile;
import io.rdgateway.standalone.config.GatewayConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what is wrong in a gateway's file, and what it would run. */
@Command(
    name = "check-config",
    description = {
      "Says every mistake in a gateway's file and the files that it names, or what would run."
          + " Touches no network.",
      "Returns 0 if \"serve\" could start with it, and 2 if not."
    })
final class CheckConfig implements Callable<Integer> {
  @Option(names = "--config", paramLabel = "FILE", description = "The gateway's file.")
  private Path file = Path.of("gateway.yaml");

  @Option(names = "--schema", description = "Prints the JSON schema of the file instead.")
  private boolean schema;

  private final Path folder;
  private final PrintWriter out;
  private final InstantSource clock;

  CheckConfig(Path folder, PrintWriter out, InstantSource clock) {
    this.folder = folder;
    this.out = out;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if (schema) {
      out.print(ConfigFile.schema());
      out.flush();
      return 0;
    }
    GatewayConfig config = ConfigFile.read(folder.resolve(file));
    ConfigCheck check = ConfigCheck.of(config, clock);
    check.warnings().forEach(this::say);
    check.requireGood();
    check.summary().forEach(this::say);
    say("The configuration is good.");
    return 0;
  }

  private void say(String line) {
    out.println(Printable.whole(line));
  }
}
