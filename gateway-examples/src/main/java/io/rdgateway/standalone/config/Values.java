/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.Target;
import io.rdgateway.policy.strict.Durations;
import io.rdgateway.policy.strict.Fields;
import io.rdgateway.policy.strict.Node;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Single values of the file. */
final class Values {
  private Values() {}

  static String text(Node node, Reading reading) {
    String text = Fields.text(node);
    if (text.isBlank()) {
      throw node.at().mistake("this text is empty; fill it or remove the key");
    }
    return text;
  }

  static boolean version(Node node, Reading reading) {
    if (node instanceof Node.Scalar scalar
        && scalar.type() == Node.Scalar.Type.NUMBER
        && scalar.text().equals("1")) {
      return true;
    }
    throw node.at().mistake("this version of the file is unknown; write \"version: 1\"");
  }

  static Path path(Node node, Reading reading) {
    return reading.path(text(node, reading));
  }

  static boolean flag(Node node, Reading reading) {
    if (node instanceof Node.Scalar scalar
        && scalar.type() == Node.Scalar.Type.BOOLEAN
        && (scalar.text().equals("true") || scalar.text().equals("false"))) {
      return scalar.text().equals("true");
    }
    throw node.at().mistake("this is true or false; write one of them, unquoted");
  }

  /** A permission that can only be given, so that nobody takes its absence for something else. */
  static boolean insecureTrue(Node node, Reading reading) {
    if (!flag(node, reading)) {
      throw node.at().mistake("this can only be switched on; remove the key to leave it off");
    }
    return true;
  }

  static Duration duration(Node node, Reading reading) {
    return Durations.parse(text(node, reading));
  }

  static Reading.Part<Integer> number(int min, int max) {
    return (node, reading) -> {
      if (node instanceof Node.Scalar scalar
          && scalar.type() == Node.Scalar.Type.NUMBER
          && scalar.text().matches("0|[1-9][0-9]{0,8}")) {
        int number = Integer.parseInt(scalar.text());
        if (number >= min && number <= max) {
          return number;
        }
      }
      throw node.at().mistake("this is a whole number from " + min + " to " + max + ", unquoted");
    };
  }

  /** Where to listen; no names, which would have to be looked up. */
  static InetSocketAddress socket(Node node, Reading reading) {
    HostAndPort parsed = HostAndPort.parse(text(node, reading), -1);
    try {
      return new InetSocketAddress(literal(parsed.host()), parsed.port());
    } catch (IllegalArgumentException e) {
      throw node.at()
          .mistake("write an address and a port as in \"0.0.0.0:443\" or \"[::1]:8443\"", e);
    }
  }

  static InetAddress address(Node node, Reading reading) {
    try {
      return literal(text(node, reading));
    } catch (IllegalArgumentException e) {
      throw node.at().mistake("write an address as in 127.0.0.1 or \"::1\", no name", e);
    }
  }

  private static InetAddress literal(String text) {
    if (Target.parse(text) instanceof Target.Address literal) {
      return literal.address();
    }
    throw new IllegalArgumentException("no address");
  }

  static Reading.Part<HostAndPort> hostAndPort(int usualPort) {
    return (node, reading) -> HostAndPort.parse(text(node, reading), usualPort);
  }

  /** One of some words. */
  static <E extends Enum<E>> Reading.Part<E> word(String what, Class<E> meanings) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E meaning : meanings.getEnumConstants()) {
      words.put(spelt(meaning), meaning);
    }
    return (node, reading) -> Fields.word(node, what, words);
  }

  /** How the file spells a constant. */
  static String spelt(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
