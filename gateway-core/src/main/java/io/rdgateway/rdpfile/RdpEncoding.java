/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.rdpfile;

/** How the text of a file becomes bytes. */
public enum RdpEncoding {
  /** UTF-16LE with a byte order mark, as mstsc itself writes; right for signed files. */
  UTF_16LE,
  /**
   * UTF-8 without a byte order mark. FreeRDP and the clients of other systems read it in full,
   * mstsc where it is ASCII.
   */
  UTF_8
}
