/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What happened at one moment of a tunnel (RFC 2866).
 *
 * @param cause of a Stop; 0 for others
 */
record AccountingRecord(
    AccountingSession session,
    int status,
    Instant at,
    long bytesFromClient,
    long bytesToClient,
    Duration time,
    int cause) {
  static final int START = 1;
  static final int STOP = 2;
  static final int INTERIM = 3;

  private static final int GIGAWORD = 32;
  private static final long WORD = 0xFFFF_FFFFL;

  /**
   * The request. Each new one tells how late it is, and is another packet for that.
   *
   * @param clock says how late
   */
  Question question(NasIdentity nas, InstantSource clock) {
    return new Question() {
      @Override
      public int code() {
        return Code.ACCOUNTING_REQUEST;
      }

      @Override
      public void write(RequestWriter out) {
        out.number(AttributeType.ACCT_STATUS_TYPE, status);
        session.write(out);
        nas.write(out);
        out.number(AttributeType.EVENT_TIMESTAMP, at.getEpochSecond());
        long late = Duration.between(at, clock.instant()).toSeconds();
        out.number(AttributeType.ACCT_DELAY_TIME, Math.max(0, Math.min(WORD, late)));
        if (status != START) {
          out.number(AttributeType.ACCT_INPUT_OCTETS, bytesFromClient & WORD);
          out.number(AttributeType.ACCT_INPUT_GIGAWORDS, bytesFromClient >>> GIGAWORD);
          out.number(AttributeType.ACCT_OUTPUT_OCTETS, bytesToClient & WORD);
          out.number(AttributeType.ACCT_OUTPUT_GIGAWORDS, bytesToClient >>> GIGAWORD);
          out.number(AttributeType.ACCT_SESSION_TIME, Math.max(0, time.toSeconds()));
        }
        if (status == STOP) {
          out.number(AttributeType.ACCT_TERMINATE_CAUSE, cause);
        }
      }
    };
  }
}
