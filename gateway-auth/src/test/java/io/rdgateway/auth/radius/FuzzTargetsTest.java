/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.rdgateway.auth.Mutations;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Replays a reply with everything in it, every truncation of it and many mutations. */
class FuzzTargetsTest {
  private static final byte[] OTHER_REQUEST = new byte[20];

  private static final byte[] ACCEPT =
      Wire.reply(
          Code.ACCESS_ACCEPT,
          OTHER_REQUEST,
          Wire.attribute(AttributeType.SESSION_TIMEOUT, 28_800),
          Wire.attribute(AttributeType.IDLE_TIMEOUT, -1),
          Wire.attribute(AttributeType.TERMINATION_ACTION, 1),
          Wire.microsoft(AttributeType.MS_RDG_DEVICE_REDIRECTION, 9),
          Wire.microsoft(AttributeType.MS_QUARANTINE_STATE, 0),
          Wire.attribute(AttributeType.CLASS, new byte[] {1, 2}),
          Wire.attribute(AttributeType.FILTER_ID, "staff"));

  private static final byte[] REJECT =
      Wire.reply(
          Code.ACCESS_REJECT,
          OTHER_REQUEST,
          Wire.microsoft(
              AttributeType.MS_CHAP_ERROR,
              "\u0001E=691 R=0 V=3".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));

  @Test
  void reply() throws Exception {
    for (byte[] vector : new byte[][] {ACCEPT, REJECT}) {
      for (int length = 0; length <= vector.length; length++) {
        ReplyFuzzTarget.fuzzerTestOneInput(Arrays.copyOf(vector, length));
      }
    }
    Mutations.survive(ReplyFuzzTarget::fuzzerTestOneInput, ACCEPT, REJECT);
  }
}
