/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy would decide, and why. The names of users and hosts in it are as they came: escape
 * them where that matters.
 *
 * @param request the question
 * @param consent the consent rule whose text the user would have to agree to first; null if none
 * @param tunnel about opening a tunnel
 * @param channel about reaching the host through it
 */
public record Explanation(
    ExplainRequest request,
    @Nullable ConsentRule consent,
    Verdict<TunnelGrant> tunnel,
    Verdict<ChannelGrant> channel) {

  /**
   * One decision with its reasons.
   *
   * @param decision exactly what the policy answers to such a request
   * @param passedOver each rule that was looked at and did not decide, in the order of looking,
   *     then those that do not cover the host
   * @param <T> what is granted
   */
  public record Verdict<T>(Decision<T> decision, List<PassedOver> passedOver) {

    /** Copies the list. */
    public Verdict {
      passedOver = List.copyOf(passedOver);
    }

    /**
     * Whether this is allowed.
     *
     * @return true for {@link Decision.Allow} alone
     */
    public boolean allowed() {
      return decision instanceof Decision.Allow;
    }

    private String sentence(String what) {
      if (decision instanceof Decision.Allow<T> allow) {
        return what + " is allowed by \"" + allow.policy() + "\".";
      }
      if (decision instanceof Decision.Deny<T> deny) {
        return what + " is denied by " + deny.reason().policy() + ".";
      }
      return what + " is left to other policies, and denied if none allows it.";
    }
  }

  /**
   * A rule that did not decide.
   *
   * @param rule its name
   * @param reason every condition that failed, as the rest of a sentence whose subject is the rule
   */
  public record PassedOver(String rule, String reason) {
    @Override
    public String toString() {
      return "\"" + rule + "\" " + reason;
    }
  }

  /**
   * Whether the user would reach the host.
   *
   * @return true if both are allowed
   */
  public boolean allowed() {
    return tunnel.allowed() && channel.allowed();
  }

  /**
   * The whole in sentences, to be printed line by line.
   *
   * @return at least two
   */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (consent != null) {
      sentences.add(
          "The client is shown the consent message \""
              + consent.name()
              + (consent.message().required()
                  ? "\" first; one that cannot show it is refused."
                  : "\" first; one that cannot show it goes on all the same."));
    }
    sentences.add(tunnel.sentence("The tunnel of \"" + request.principal().name() + "\""));
    tunnel.passedOver().forEach(one -> sentences.add("Connection policy " + one + "."));
    sentences.add(channel.sentence("The way to \"" + request.host() + "\" port " + request.port()));
    if (request.address() == null) {
      sentences.add(
          "What the host resolves to is not known here, so that policies for addresses were passed"
              + " over; the gateway refuses a host that does not resolve.");
    }
    channel.passedOver().forEach(one -> sentences.add("Resource policy " + one + "."));
    return sentences;
  }

  /** The sentences, one a line. */
  @Override
  public String toString() {
    return String.join("\n", sentences());
  }
}
