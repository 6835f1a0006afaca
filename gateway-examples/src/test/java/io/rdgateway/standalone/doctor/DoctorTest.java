/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoctorTest {
  private final List<String> progress = new ArrayList<>();

  private record Scripted(String subject, RuntimeException failure) implements Check {
    @Override
    public List<Finding> look() {
      throw failure;
    }
  }

  @Test
  void theReportHasTheOrderOfTheChecksAndProgressTheirs() throws Exception {
    List<Runnable> later = new ArrayList<>();
    Known first = new Known("first", Finding.ok("good"));
    Known second = new Known("second", Finding.warning("bad", "mend it"));
    Doctor doctor =
        new Doctor(
            List.of(first, second),
            work -> {
              later.add(0, work);
              if (later.size() == 2) {
                later.forEach(Runnable::run);
              }
            },
            Duration.ofMinutes(1));

    Map<String, List<Finding>> found = doctor.examine(progress::add);

    assertEquals(List.of("[1/2] second", "[2/2] first"), progress);
    assertEquals(List.of("first", "second"), List.copyOf(found.keySet()));
    assertEquals(List.of(first.finding()), found.get("first"));
  }

  @Test
  void aCheckThatDoesNotEndHoldsNothingUp() throws Exception {
    Check good = new Known("good", Finding.ok("good"));
    Check stuck = new Known("stuck", Finding.ok("never"));
    List<Check> begun = new ArrayList<>();
    Doctor doctor =
        new Doctor(
            List.of(stuck, good),
            work -> {
              if (!begun.isEmpty()) {
                work.run();
              }
              begun.add(stuck);
            },
            Duration.ZERO);

    Map<String, List<Finding>> found = doctor.examine(progress::add);

    assertEquals(Verdict.PROBLEM, verdict(found, "stuck"));
    assertEquals(Verdict.OK, verdict(found, "good"));
  }

  @Test
  void aCheckThatFailsSpoilsNoOther() throws Exception {
    Doctor doctor =
        new Doctor(
            List.of(
                new Scripted("defect", new IllegalStateException("broken")),
                new Scripted("file", new ConfigurationException("The file is not there.")),
                new Known("good", Finding.ok("good"))),
            Runnable::run,
            Duration.ofMinutes(1));

    Map<String, List<Finding>> found = doctor.examine(progress::add);

    assertEquals(Verdict.PROBLEM, verdict(found, "defect"));
    assertEquals(
        List.of(Finding.problem("The file is not there.", "correct the configuration")),
        found.get("file"));
    assertEquals(Verdict.OK, verdict(found, "good"));
    assertTrue(progress.contains("[1/3] defect"), progress::toString);
  }

  private static Verdict verdict(Map<String, List<Finding>> found, String subject) {
    return found.getOrDefault(subject, List.of()).get(0).verdict();
  }
}
