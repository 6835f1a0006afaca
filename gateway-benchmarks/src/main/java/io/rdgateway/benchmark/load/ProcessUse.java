/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * What processes have used so far, by Linux' {@code /proc}.
 *
 * @param cpuSeconds user and system time of all their threads, those that have ended included
 * @param residentKib resident memory; pages that they share count for each
 */
public record ProcessUse(double cpuSeconds, long residentKib) {
  /** The kernel tells times in this unit on every architecture. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final int IDLE = 4;
  private static final int IO_WAIT = 5;
  private static final int STEAL = 8;
  private static final String RESIDENT = "VmRSS:";

  /**
   * Looks at processes.
   *
   * @throws IOException if one is not there
   */
  public static ProcessUse of(Collection<Long> pids) throws IOException {
    double cpu = 0;
    long resident = 0;
    for (long pid : pids) {
      Path folder = Path.of("/proc", Long.toString(pid));
      cpu += cpuSeconds(Files.readString(folder.resolve("stat")));
      resident += residentKib(Files.readString(folder.resolve("status")));
    }
    return new ProcessUse(cpu, resident);
  }

  /** How many seconds all processors together have worked for anybody, other machines included. */
  static double machineSeconds() throws IOException {
    return machineSeconds(Files.readString(Path.of("/proc/stat")));
  }

  /** Reads {@code /proc/stat}: all times of the first line but those of idling and waiting. */
  static double machineSeconds(String stat) {
    String[] fields = stat.lines().findFirst().orElse("").split(" +", -1);
    if (!fields[0].equals("cpu") || fields.length <= STEAL) {
      throw new IllegalArgumentException("not the lines of /proc/stat");
    }
    long ticks = 0;
    for (int i = 1; i <= STEAL; i++) {
      ticks += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(fields[i]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Reads {@code /proc/PID/stat}, where the name of the program may hold blanks and brackets. */
  static double cpuSeconds(String stat) {
    int end = stat.lastIndexOf(')');
    String[] fields = stat.substring(end + 1).strip().split(" ", -1);
    if (end < 0 || fields.length <= SYSTEM_TIME) {
      throw new IllegalArgumentException("not a line of /proc/PID/stat: " + stat);
    }
    long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
    return ticks / TICKS_PER_SECOND;
  }

  /** Reads {@code /proc/PID/status}. */
  static long residentKib(String status) {
    for (String line : status.split("\n", -1)) {
      if (line.startsWith(RESIDENT)) {
        return Long.parseLong(line.substring(RESIDENT.length()).replace("kB", "").strip());
      }
    }
    throw new IllegalArgumentException("no " + RESIDENT + " in /proc/PID/status");
  }
}
