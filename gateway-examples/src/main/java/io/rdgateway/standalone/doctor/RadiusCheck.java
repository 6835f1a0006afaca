/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.standalone.config.HostAndPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Whether a RADIUS server is there and has the same secret (RFC 5997). */
record RadiusCheck(HostAndPort server, Supplier<String> secret, Network network) implements Check {
  @Override
  public String subject() {
    return "RADIUS server " + server;
  }

  @Override
  public List<Finding> look() {
    try {
      InetSocketAddress address =
          new InetSocketAddress(network.addresses(server.host()).get(0), server.port());
      return List.of(ask(address, secret.get().getBytes(StandardCharsets.UTF_8)));
    } catch (ConfigurationException e) {
      return List.of(Finding.problem(String.valueOf(e.getMessage()), "write it there"));
    } catch (IOException e) {
      return List.of(
          Finding.problem(
              "The name of the RADIUS server " + server + " cannot be found.",
              "correct it, or write an address"));
    }
  }

  private Finding ask(InetSocketAddress address, byte[] key) {
    StatusQuestion question = StatusQuestion.create(key);
    byte[] answer;
    try {
      answer = network.datagram(address, question.bytes());
    } catch (IOException e) {
      return Finding.warning(
          "The RADIUS server "
              + server
              + " does not answer a status question ("
              + Failures.words(e)
              + "). It may not know this machine or its secret, not answer such questions, or not be"
              + " there; only a sign-in can tell.",
          "see its list of clients and its log, and sign in as a user");
    }
    return question.isAnsweredBy(answer)
        ? Finding.ok("The RADIUS server " + server + " answers, and the secret is the same.")
        : Finding.problem(
            "The RADIUS server "
                + server
                + " answers, but not with the secret that is written here.",
            "write the same secret on both sides");
  }
}
