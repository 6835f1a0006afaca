/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.otp;

import io.rdgateway.auth.Identity;
import io.rdgateway.auth.basic.PasswordOutcome;
import io.rdgateway.auth.basic.PasswordVerifier;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Password and code in one field: the password is judged by another verifier first, the code after
 * it. A user with a token who types no code is refused, and so is a user without a token. The
 * identity gets a mark that {@link TotpFactor} looks for.
 */
final class TotpPasswordVerifier implements PasswordVerifier {
  /** No attribute of a directory has a name with a blank. */
  static final String MARK = "one-time code";

  private static final List<String> MARKED = List.of("totp");
  private static final RejectReason NO_CODE =
      new RejectReason("no-code", "no one-time code was typed behind the password");

  private final PasswordVerifier passwords;
  private final Totp totp;
  private final CodePlacement placement;

  TotpPasswordVerifier(PasswordVerifier passwords, Totp totp, CodePlacement placement) {
    this.passwords = passwords;
    this.totp = totp;
    this.placement = placement;
  }

  @Override
  public PasswordOutcome verify(String userName, String typed, AuthenticationContext context)
      throws Exception {
    Optional<TypedCode> split = placement.split(typed);
    PasswordOutcome outcome =
        passwords.verify(userName, split.map(TypedCode::password).orElse(typed), context);
    if (!(outcome instanceof PasswordOutcome.Verified verified)) {
      return outcome;
    }
    Identity identity = verified.identity();
    if (split.isEmpty()) {
      return new PasswordOutcome.Refused(NO_CODE);
    }
    Optional<RejectReason> refusal = totp.refusal(identity.id(), split.get().code());
    return refusal.isPresent()
        ? new PasswordOutcome.Refused(refusal.get())
        : new PasswordOutcome.Verified(marked(identity));
  }

  private static Identity marked(Identity identity) {
    Map<String, List<String>> attributes = new HashMap<>(identity.attributes());
    attributes.put(MARK, MARKED);
    return new Identity(
        identity.id(), identity.name(), identity.groups(), attributes, identity.validUntil());
  }

  static boolean isMarked(UserPrincipal principal) {
    return MARKED.equals(principal.attributes().get(MARK));
  }

  /** The other verifier knows nothing of the mark. */
  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    if (!isMarked(principal)) {
      return passwords.revalidate(principal, blocking);
    }
    return passwords
        .revalidate(with(principal, false), blocking)
        .thenApply(
            result ->
                result instanceof Revalidation.Changed changed
                    ? new Revalidation.Changed(with(changed.principal(), true))
                    : result);
  }

  private static UserPrincipal with(UserPrincipal principal, boolean mark) {
    Map<String, List<String>> attributes = new HashMap<>(principal.attributes());
    attributes.remove(MARK);
    if (mark) {
      attributes.put(MARK, MARKED);
    }
    return new UserPrincipal(
        principal.id(),
        principal.name(),
        principal.groups(),
        attributes,
        principal.scheme(),
        principal.authenticatedAt(),
        principal.validUntil(),
        principal.scope());
  }
}
