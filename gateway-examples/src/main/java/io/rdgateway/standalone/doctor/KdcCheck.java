/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.standalone.config.HostAndPort;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Whether a KDC answers, and what time it has: it tells in the error to a question without proof.
 */
record KdcCheck(String realm, HostAndPort kdc, Network network, InstantSource clock)
    implements Check {
  private static final int MAX_ANSWER = 1 << 16;

  @Override
  public String subject() {
    return "KDC " + kdc;
  }

  @Override
  public List<Finding> look() {
    try {
      InetSocketAddress address =
          new InetSocketAddress(network.addresses(kdc.host()).get(0), kdc.port());
      try (Network.Wire wire = network.connect(address)) {
        // RFC 4120, section 7.2.2: over TCP each message follows its length.
        byte[] request = KdcQuestion.about(realm);
        DataOutputStream out = new DataOutputStream(wire.out());
        out.writeInt(request.length);
        out.write(request);
        out.flush();
        Instant there = KdcQuestion.time(answer(new DataInputStream(wire.in())));
        return List.of(
            Finding.ok("The KDC " + kdc + " answers for " + realm + "."),
            ClockSkew.of("the KDC " + kdc, there, clock.instant()));
      }
    } catch (IOException e) {
      return List.of(
          Finding.problem(
              "The KDC " + kdc + " of " + realm + " does not answer (" + Failures.words(e) + ").",
              "see whether its name resolves, and whether a firewall lets TCP through"));
    }
  }

  private static byte[] answer(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_ANSWER) {
      throw new IOException("it does not speak Kerberos");
    }
    byte[] answer = in.readNBytes(length);
    if (answer.length < length) {
      throw new EOFException("its answer ends early");
    }
    return answer;
  }
}
