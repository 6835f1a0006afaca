/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import io.rdgateway.benchmark.load.Scenario;
import io.rdgateway.tls.SelfSignedCertificate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The program: measures everything that the options ask for and writes a report. */
public final class Harness {
  private static final Duration CERTIFICATE_TIME = Duration.ofDays(30);

  private final Settings settings;
  private final PrintStream progress;

  private Harness(Settings settings, PrintStream progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** Measures; ends with 1 if a run failed, with 2 if it cannot begin. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      boolean good = new Harness(Settings.of(arguments), System.out).measure();
      System.exit(good ? 0 : 1);
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private boolean measure() throws IOException, InterruptedException {
    Programs.find("taskset", "util-linux");
    List<Contender> contenders = settings.contenders();
    Report report = new Report(settings, contenders);
    Path folder = Files.createTempDirectory("bench");
    try {
      Path certificate = folder.resolve("certificate.pem");
      Path key = folder.resolve("key.pem");
      SelfSignedCertificate.generate(
              List.of("localhost"),
              SelfSignedCertificate.KeyType.RSA_2048,
              Instant.now().minusSeconds(60),
              CERTIFICATE_TIME)
          .writePem(certificate, key);
      Runner runner = new Runner(settings, folder, certificate, key, report::addFlags);
      for (int round = 1; round <= settings.rounds(); round++) {
        for (Scenario scenario : settings.scenarios()) {
          for (int tunnels : settings.tunnels(scenario)) {
            for (Contender contender : inTurn(contenders, round)) {
              Sample sample = runner.run(round, scenario, tunnels, contender);
              report.add(sample);
              progress.println(sample.summary());
              report.write(); // what was measured survives an interruption
            }
          }
        }
      }
    } finally {
      Folders.delete(folder);
    }
    progress.println(report.text());
    return !report.hasFailures();
  }

  /** Each round begins with another one, so that what drifts meets all of them. */
  private static List<Contender> inTurn(List<Contender> contenders, int round) {
    List<Contender> turned = new ArrayList<>(contenders);
    Collections.rotate(turned, 1 - round);
    return turned;
  }
}
