/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

/**
 * A kind of device redirection (MS-TSGU 2.2.10.17). The gateway announces what is switched off; the
 * client obeys. Since the gateway cannot look into the inner connection, this is no security
 * boundary.
 */
public enum Redirection {
  /** Drives. */
  DRIVE,
  /** Printers. */
  PRINTER,
  /** Serial and parallel ports. */
  PORT,
  /** The clipboard. */
  CLIPBOARD,
  /** Plug and play devices. */
  PLUG_AND_PLAY
}
