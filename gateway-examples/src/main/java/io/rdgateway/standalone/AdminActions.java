/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.Administration;
import java.util.Optional;

/** What the program behind an admin listener can do besides what every gateway can. Thread-safe. */
public interface AdminActions {

  /**
   * Reads the policy again and puts it in force, for live tunnels as well. May block.
   *
   * @return one sentence about what came of it
   * @throws io.rdgateway.spi.ConfigurationException if it cannot be used; the old one then stays
   */
  String reloadPolicy();

  /**
   * Reads the certificates again. May block.
   *
   * @param by whoever wants it
   * @throws io.rdgateway.spi.ConfigurationException if they cannot be used; the old ones then stay
   */
  default void reloadCertificates(Administration by) {
    by.reloadTls();
  }

  /**
   * What has been counted, in a form that a monitoring system reads.
   *
   * @return empty if nothing counts
   */
  default Optional<AdminPage> metrics() {
    return Optional.empty();
  }
}
