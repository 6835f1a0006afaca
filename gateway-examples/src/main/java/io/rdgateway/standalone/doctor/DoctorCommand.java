/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.standalone.Printable;
import io.rdgateway.standalone.config.ConfigFile;
import io.rdgateway.standalone.config.GatewayConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at a gateway's configuration and what is around it. */
@Command(
    name = "doctor",
    description = {
      "Says what clients and administrators would stumble over, and what to do: the certificate, the"
          + " clock, names, servers, the hosts that the policy writes out, and how clients of each"
          + " kind can sign in. Asks those servers and hosts, but signs no user in.",
      "Returns 0 if all is well, 1 for warnings, and 2 for problems or a file that cannot be read."
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final int THREADS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "The gateway's file.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "Writes the findings as JSON and nothing else.")
  private boolean json;

  private final Path folder;
  private final PrintWriter out;
  private final InstantSource clock;

  /**
   * A command.
   *
   * @param folder where relative files belong
   * @param out takes what it says
   * @param clock the time of this machine
   */
  public DoctorCommand(Path folder, PrintWriter out, InstantSource clock) {
    this.folder = folder;
    this.out = out;
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    GatewayConfig config = ConfigFile.read(folder.resolve(file));
    List<Check> checks = Checks.of(config, Surroundings.ofThisMachine(clock));
    ExecutorService executor = Executors.newFixedThreadPool(THREADS, DoctorCommand::helper);
    Report report;
    try {
      report = new Report(new Doctor(checks, executor, PATIENCE).examine(this::progress));
    } finally {
      executor.shutdownNow();
    }
    if (json) {
      out.println(report.json());
    } else {
      out.println();
      report.print(out);
    }
    return switch (report.verdict()) {
      case OK, NOTE -> 0;
      case WARNING -> 1;
      case PROBLEM -> 2;
    };
  }

  /** Dies with the program, because look-ups of names cannot be interrupted. */
  private static Thread helper(Runnable work) {
    Thread thread = new Thread(work, "doctor");
    thread.setDaemon(true);
    return thread;
  }

  private void progress(String line) {
    if (!json) {
      out.println(Printable.whole(line));
    }
  }
}
