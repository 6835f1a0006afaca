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

  /** Each condition that fails, as the rest of a sentence; empty if the rule matches. */
  List<String> failures(TunnelFacts facts) {
    List<String> failures = new ArrayList<>();
    if (subjects != null && !subjects.include(facts.who())) {
      failures.add(Objections.NOT_FOR_THE_USER);
    }
    SignInClass signIn = SignInClass.of(facts.scheme());
    if (!signInClasses.isEmpty() && (signIn == null || !signInClasses.contains(signIn))) {
      failures.add(
          "does not accept a sign-in by " + (signIn == null ? "scheme " + facts.scheme() : signIn));
    }
    if (!schemes.isEmpty() && !schemes.contains(facts.scheme())) {
      failures.add("does not accept the scheme " + facts.scheme());
    }
    if (!clientNetworks.isEmpty() && !holdsAddress(facts.clientAddress())) {
      failures.add("has no network that holds the client's address");
    }
    if (!clientNames.isEmpty() && !ClientNames.fit(clientNames, facts.clientName())) {
      failures.add("has no client name that fits the client's");
    }
    if (schedule != null && !schedule.contains(facts.now())) {
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

  private boolean holdsAddress(@Nullable InetAddress address) {
    return address != null && clientNetworks.stream().anyMatch(range -> range.holds(address));
  }
}
