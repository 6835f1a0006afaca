/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.AuthScheme;
import java.net.InetAddress;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has to hold for a connection rule to match; an empty list, or null, is no condition. */
record ConnectionConditions(
    @Nullable Subjects subjects,
    List<SignInClass> signInClasses,
    List<AuthScheme> schemes,
    List<Target.AddressRange> clientNetworks,
    List<String> clientNames,
    @Nullable Schedule schedule) {

  ConnectionConditions {
    signInClasses = List.copyOf(signInClasses);
    schemes = List.copyOf(schemes);
    clientNetworks = List.copyOf(clientNetworks);
    clientNames = List.copyOf(clientNames);
    Texts.requireDistinct("the class of sign-in", signInClasses);
    Texts.requireDistinct("the scheme", schemes);
    Texts.requireDistinct(
        "the network", clientNetworks.stream().map(Target.AddressRange::text).toList());
    Texts.requireDistinct("the client name", clientNames);
  }

  /** Whether the rule matches: the cheap form of "no failures", and at one with it. */
  boolean hold(TunnelFacts facts) {
    return includesUser(facts)
        && acceptsClass(facts)
        && acceptsScheme(facts)
        && holdsAddress(facts)
        && fitsClientName(facts)
        && isOpen(facts);
  }

  /** Each condition that fails, as the rest of a sentence; empty if the rule matches. */
  List<String> failures(TunnelFacts facts) {
    List<String> failures = new ArrayList<>();
    if (!includesUser(facts)) {
      failures.add(Objections.NOT_FOR_THE_USER);
    }
    if (!acceptsClass(facts)) {
      SignInClass signIn = SignInClass.of(facts.scheme());
      failures.add(
          "does not accept a sign-in by " + (signIn == null ? "scheme " + facts.scheme() : signIn));
    }
    if (!acceptsScheme(facts)) {
      failures.add("does not accept the scheme " + facts.scheme());
    }
    if (!holdsAddress(facts)) {
      failures.add("has no network that holds the client's address");
    }
    if (!fitsClientName(facts)) {
      failures.add("has no client name that fits the client's");
    }
    if (schedule != null && !isOpen(facts)) {
      LocalDateTime wall = facts.now().atZone(schedule.zone()).toLocalDateTime();
      failures.add(
          "is closed at this hour ("
              + TimeWindow.shortName(wall.getDayOfWeek())
              + " "
              + wall.toLocalTime().truncatedTo(ChronoUnit.MINUTES)
              + " in "
              + schedule.zone()
              + ")");
    }
    return failures;
  }

  private boolean includesUser(TunnelFacts facts) {
    return subjects == null || subjects.include(facts.who());
  }

  private boolean acceptsClass(TunnelFacts facts) {
    SignInClass signIn = SignInClass.of(facts.scheme());
    return signInClasses.isEmpty() || (signIn != null && signInClasses.contains(signIn));
  }

  private boolean acceptsScheme(TunnelFacts facts) {
    return schemes.isEmpty() || schemes.contains(facts.scheme());
  }

  private boolean holdsAddress(TunnelFacts facts) {
    InetAddress address = facts.clientAddress();
    return clientNetworks.isEmpty()
        || (address != null && clientNetworks.stream().anyMatch(range -> range.holds(address)));
  }

  private boolean fitsClientName(TunnelFacts facts) {
    return clientNames.isEmpty() || ClientNames.fit(clientNames, facts.clientName());
  }

  private boolean isOpen(TunnelFacts facts) {
    return schedule == null || schedule.contains(facts.now());
  }
}
