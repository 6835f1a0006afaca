/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.AuthScheme;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What rules about tunnels and about texts have in common: how users sign in and from where.
 *
 * @param <B> the builder itself
 */
abstract class ConditionBuilder<B extends ConditionBuilder<B>> {
  final List<SignInClass> signInClasses = new ArrayList<>();
  final List<AuthScheme> schemes = new ArrayList<>();
  final List<Target.AddressRange> clientNetworks = new ArrayList<>();
  boolean enabled = true;

  abstract B self();

  /**
   * Switches the rule on or off.
   *
   * @param value false keeps it without effect
   * @return this
   */
  public B enabled(boolean value) {
    enabled = value;
    return self();
  }

  /**
   * For users who signed in by some classes of proof only.
   *
   * @param classes added to those named before
   * @return this
   */
  public B signIn(SignInClass... classes) {
    Collections.addAll(signInClasses, classes);
    return self();
  }

  /**
   * For users who signed in by some schemes only. With {@link #signIn} too, both have to hold.
   *
   * @param more added to those named before
   * @return this
   */
  public B schemes(AuthScheme... more) {
    Collections.addAll(schemes, more);
    return self();
  }

  /**
   * For clients whose connection comes from some networks only. Behind a proxy this is the address
   * that the proxy reports.
   *
   * @param networks ranges such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}, or single
   *     addresses; added to those named before
   * @return this
   * @throws IllegalArgumentException if one of them is neither
   */
  public B clientNetworks(String... networks) {
    for (String network : networks) {
      clientNetworks.add(Target.AddressRange.parseNetwork(network));
    }
    return self();
  }
}
