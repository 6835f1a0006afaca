/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import java.util.List;
import java.util.OptionalLong;

/**
 * Whether the operating system lets the process have as many connections as the configuration.
 *
 * @param allowed open files of this process; empty where the system does not say
 * @param tunnels at most
 * @param unauthenticated connections without a tunnel, at most
 */
record DescriptorCheck(OptionalLong allowed, int tunnels, int unauthenticated) implements Check {
  /** Two from the client and one to the host. */
  private static final long EACH_TUNNEL = 3;

  /** Files, listeners, the directory and the like. */
  private static final long OTHERS = 500;

  @Override
  public String subject() {
    return "open files";
  }

  @Override
  public List<Finding> look() {
    if (allowed.isEmpty()) {
      return List.of(Finding.note("This system does not say how many files may be open."));
    }
    long limit = allowed.getAsLong();
    long needed = EACH_TUNNEL * tunnels + unauthenticated + OTHERS;
    if (limit >= needed) {
      return List.of(Finding.ok("As many files may be open as all tunnels need (" + limit + ")."));
    }
    return List.of(
        Finding.warning(
            "At most "
                + limit
                + " files may be open under this account, and "
                + tunnels
                + " tunnels with "
                + unauthenticated
                + " waiting connections need "
                + needed
                + ".",
            "raise the limit of open files (LimitNOFILE of the service), or lower the limits of"
                + " tunnels and of max-unauthenticated"));
  }
}
