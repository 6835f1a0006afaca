/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.auth.radius.RadiusServer;
import io.rdgateway.auth.radius.RadiusTiming;
import io.rdgateway.auth.radius.SharedSecret;
import io.rdgateway.policy.strict.Node;
import io.rdgateway.spi.ConfigurationException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * A RADIUS server.
 *
 * @param address where it listens
 * @param secret shared with it
 * @param answerTime how long it may take, with the time that it gives users
 * @param priority the lowest goes first
 * @param weight among servers of one priority
 * @param statusChecks whether it is asked if it lives
 * @param withoutAuthenticator whether replies without Message-Authenticator are taken
 */
public record RadiusServerConfig(
    HostAndPort address,
    Secret secret,
    Duration answerTime,
    int priority,
    int weight,
    boolean statusChecks,
    boolean withoutAuthenticator) {
  static final List<String> KEYS =
      List.of(
          "address",
          "secret-file",
          "secret-variable",
          "answer-time",
          "priority",
          "weight",
          "status-checks",
          "insecure-allow-missing-message-authenticator");

  private static final int MAX_PRIORITY = 1_000;

  static Reading.Part<RadiusServerConfig> part(int usualPort) {
    return (node, reading) -> read(node, reading, usualPort);
  }

  private static RadiusServerConfig read(Node node, Reading reading, int usualPort) {
    Block block = new Block(node, "a RADIUS server", KEYS, reading);
    Value<HostAndPort> address =
        block.required("address", "name the server", Values.hostAndPort(usualPort));
    Value<Secret> secret = block.requiredSecret("secret");
    Value<Duration> answer = block.optional("answer-time", Values::duration);
    Value<Integer> priority = block.optional("priority", Values.number(0, MAX_PRIORITY));
    Value<Integer> weight = block.optional("weight", Values.number(1, 1_000));
    Value<Boolean> checks = block.flag("status-checks", false);
    Value<Boolean> without =
        block.optional("insecure-allow-missing-message-authenticator", Values::insecureTrue);
    return block.made(
        () -> {
          Duration time = answer.or(RadiusTiming.defaults().answerTime());
          RadiusTiming.defaults().withAnswerTime(time);
          return new RadiusServerConfig(
              address.get(),
              secret.get(),
              time,
              priority.or(0),
              weight.or(1),
              checks.get(),
              without.or(false));
        });
  }

  /** Looks its address up and reads its secret. */
  public RadiusServer open() {
    RadiusServer.Builder server =
        RadiusServer.builder(resolved(), SharedSecret.of(secret.read()))
            .timing(RadiusTiming.defaults().withAnswerTime(answerTime))
            .priority(priority)
            .weight(weight)
            .statusChecks(statusChecks);
    return (withoutAuthenticator ? server.insecureAllowMissingMessageAuthenticator() : server)
        .build();
  }

  private InetSocketAddress resolved() {
    try {
      return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
    } catch (UnknownHostException e) {
      throw new ConfigurationException(
          "The RADIUS server "
              + address
              + " cannot be found; correct its name, or write its address.",
          e);
    }
  }
}
