/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

/**
 * HTTP_EXTENDED_AUTH (MS-TSGU 2.2.5.3.2), used as a set. FreeRDP's bearer mode sends 8, which the
 * specification does not define.
 *
 * @param bits the 16 bits on the wire
 */
public record ExtendedAuth(int bits) {
  /** No extended authentication. */
  public static final ExtendedAuth NONE = new ExtendedAuth(0);

  /** Smart card. */
  public static final ExtendedAuth SMART_CARD = new ExtendedAuth(1);

  /** Pluggable authentication: a cookie. */
  public static final ExtendedAuth PAA = new ExtendedAuth(2);

  /** NTLM messages inside the tunnel. */
  public static final ExtendedAuth SSPI_NTLM = new ExtendedAuth(4);

  private static final int DEFINED = 1 | 2 | 4;

  /** The bits that the specification defines. */
  public ExtendedAuth defined() {
    return new ExtendedAuth(bits & DEFINED);
  }

  /** Whether every method of the other set is in this one. */
  public boolean contains(ExtendedAuth other) {
    return (bits & other.bits) == other.bits;
  }

  /** The union. */
  public ExtendedAuth with(ExtendedAuth other) {
    return new ExtendedAuth(bits | other.bits);
  }

  @Override
  public String toString() {
    return "0x%04X".formatted(bits);
  }
}
