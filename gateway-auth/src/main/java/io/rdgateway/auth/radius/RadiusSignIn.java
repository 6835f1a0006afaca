/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import io.rdgateway.auth.Identity;
import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.auth.otp.CodePlacement;
import io.rdgateway.auth.otp.TypedCode;
import io.rdgateway.spi.RejectReason;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Signs users in by password at a RADIUS server. For an application's own pages and interfaces,
 * which can pass a challenge on to the user; {@link RadiusAuthenticator} is the form for the
 * gateway. Thread-safe.
 */
public final class RadiusSignIn {
  private static final int MAX_PAP_PASSWORD = 128;
  private static final RejectReason TOO_LONG =
      RejectReason.MALFORMED.because("the user name or the password is too long for RADIUS");

  private final RadiusClient client;
  private final NasIdentity nas;
  private final PasswordMethod method;
  private final @Nullable CodePlacement code;
  private final RandomGenerator random;

  private RadiusSignIn(Builder builder) {
    client = builder.client;
    nas = builder.nas;
    method = builder.method;
    code = builder.code;
    random = builder.random;
  }

  /**
   * A sign-in to be.
   *
   * @param client talks to the servers
   * @param nas names this gateway
   * @return a builder
   */
  public static Builder builder(RadiusClient client, NasIdentity nas) {
    return new Builder(client, nas);
  }

  /**
   * Begins a sign-in.
   *
   * @param userName as typed
   * @param password as typed, with a code where {@link Builder#code} says so
   * @param clientAddress Calling-Station-Id; null for none
   * @return the outcome to come, which is a refusal where no server answers; completes on the
   *     client's thread: what depends on it must not block. Cancelling it ends the exchange
   */
  public CompletableFuture<RadiusOutcome> begin(
      String userName, String password, @Nullable InetAddress clientAddress) {
    Optional<RejectReason> objection = BasicAuthenticator.objection(userName, password);
    if (objection.isPresent()) {
      return refused(objection.get());
    }
    TypedCode typed =
        Optional.ofNullable(code)
            .flatMap(placement -> placement.split(password))
            .orElseGet(() -> new TypedCode(password, ""));
    byte[] name = userName.getBytes(StandardCharsets.UTF_8);
    if (name.length > Attribute.MAX_VALUE
        || (method == PasswordMethod.PAP && isTooLong(typed.password()))) {
      return refused(TOO_LONG);
    }
    return new Conversation(userName, name, clientAddress, typed.code()).begin(typed.password());
  }

  private static boolean isTooLong(String password) {
    return password.getBytes(StandardCharsets.UTF_8).length > MAX_PAP_PASSWORD;
  }

  private static CompletableFuture<RadiusOutcome> refused(RejectReason reason) {
    return CompletableFuture.completedFuture(new RadiusOutcome.Refused(reason));
  }

  /**
   * Silence is no fault of the user, but a server that was given its whole time may have made her
   * telephone ring: whoever counts guesses has to count that, or the telephone rings for ever.
   */
  private static RadiusOutcome noAnswer(Exception failure) {
    RejectReason reason =
        failure instanceof RadiusException none && none.asked()
            ? RejectReason.TIMED_OUT
            : RejectReason.UNAVAILABLE;
    return new RadiusOutcome.Refused(reason.because(String.valueOf(failure.getMessage())));
  }

  /** One user's sign-in. */
  private final class Conversation {
    private final String userName;
    private final byte[] name;
    private final @Nullable InetAddress clientAddress;

    /** Answers the first challenge; empty if none was typed. */
    private final String typedCode;

    Conversation(
        String userName, byte[] name, @Nullable InetAddress clientAddress, String typedCode) {
      this.userName = userName;
      this.name = name;
      this.clientAddress = clientAddress;
      this.typedCode = typedCode;
    }

    CompletableFuture<RadiusOutcome> begin(String password) {
      MsChapV2 computed = null;
      PasswordQuestion.Proof proof;
      switch (method) {
        case PAP -> proof = PasswordQuestion.pap(password);
        case CHAP -> proof = PasswordQuestion.chap(password, random);
        case MSCHAPV2 -> {
          computed = new MsChapV2(userName, password, random(), random());
          proof = PasswordQuestion.msChapV2(computed, (byte) random.nextInt(256));
        }
        default -> throw new IllegalStateException("no method " + method);
      }
      MsChapV2 mutual = computed;
      CompletableFuture<RadiusOutcome> first =
          read(
              client.ask(new PasswordQuestion(nas, name, clientAddress, proof, null)),
              reply -> read(reply, mutual));
      return typedCode.isEmpty() ? first : new CodeAnswer(first, typedCode);
    }

    private byte[] random() {
      byte[] bytes = new byte[MsChapV2.CHALLENGE];
      random.nextBytes(bytes);
      return bytes;
    }

    private CompletableFuture<RadiusOutcome> read(
        CompletableFuture<Reply> answer, Function<Reply, RadiusOutcome> read) {
      return Answers.of(answer, read, RadiusSignIn::noAnswer);
    }

    private RadiusOutcome read(Reply reply, @Nullable MsChapV2 mutual) {
      try {
        return outcome(reply, mutual);
      } catch (MalformedPacketException e) {
        return new RadiusOutcome.Refused(
            RejectReason.MALFORMED.because(
                "the RADIUS server's reply cannot be read: " + e.getMessage()));
      }
    }

    private RadiusOutcome outcome(Reply reply, @Nullable MsChapV2 mutual)
        throws MalformedPacketException {
      AttributeList attributes = reply.attributes();
      return switch (reply.code()) {
        case Code.ACCESS_ACCEPT ->
            mutual == null || isProven(attributes, mutual)
                ? new RadiusOutcome.Accepted(identity(attributes))
                : new RadiusOutcome.Refused(
                    new RejectReason(
                        "server-unproven",
                        "the RADIUS server accepted without proving that it knows the password"));
        case Code.ACCESS_CHALLENGE -> challenged(reply);
        default -> new RadiusOutcome.Refused(MsChapError.reason(attributes));
      };
    }

    private boolean isProven(AttributeList attributes, MsChapV2 mutual)
        throws MalformedPacketException {
      return attributes.vendor(AttributeType.MICROSOFT, AttributeType.MS_CHAP2_SUCCESS).stream()
          .anyMatch(success -> mutual.isProven(success.value()));
    }

    private RadiusOutcome challenged(Reply reply) {
      List<Attribute> states = reply.attributes().all(AttributeType.STATE);
      if (states.size() != 1) {
        return new RadiusOutcome.Refused(
            RejectReason.MALFORMED.because(
                "the RADIUS server asks for something without a State to answer it"));
      }
      boolean echo =
          reply.attributes().all(AttributeType.PROMPT).stream()
              .anyMatch(prompt -> prompt.value().length == 4 && prompt.value()[3] == 1);
      return new RadiusOutcome.Challenged(
          reply.attributes().text(AttributeType.REPLY_MESSAGE),
          echo,
          answer ->
              isTooLong(answer)
                  ? refused(TOO_LONG)
                  : read(
                      client.ask(
                          new PasswordQuestion(
                              nas,
                              name,
                              clientAddress,
                              PasswordQuestion.pap(answer),
                              states.get(0).value()),
                          reply.server()),
                      next -> read(next, null)));
    }

    private Identity identity(AttributeList attributes) {
      String confirmed = attributes.text(AttributeType.USER_NAME);
      String called = confirmed.isEmpty() ? userName : confirmed;
      Set<String> groups =
          attributes.all(AttributeType.FILTER_ID).stream()
              .map(filter -> new String(filter.value(), StandardCharsets.UTF_8))
              .collect(Collectors.toSet());
      return Identity.of("radius:" + called, called, groups);
    }
  }

  /** Builds a sign-in. Not thread-safe. */
  public static final class Builder {
    private final RadiusClient client;
    private final NasIdentity nas;
    private PasswordMethod method = PasswordMethod.PAP;
    private @Nullable CodePlacement code;
    private RandomGenerator random = new SecureRandom();

    private Builder(RadiusClient client, NasIdentity nas) {
      this.client = client;
      this.nas = nas;
    }

    /**
     * How the password travels.
     *
     * @param value {@link PasswordMethod#PAP} unless set
     * @return this
     */
    public Builder method(PasswordMethod value) {
      method = value;
      return this;
    }

    /**
     * Takes a code out of what was typed and keeps it until the server challenges: the password
     * goes first, the code answers. Without this, everything goes to the server as it was typed,
     * for servers that take it apart themselves.
     *
     * @param placement where the code stands
     * @return this
     */
    public Builder code(CodePlacement placement) {
      code = placement;
      return this;
    }

    Builder random(RandomGenerator generator) {
      random = generator;
      return this;
    }

    /**
     * Builds it.
     *
     * @return the sign-in
     */
    public RadiusSignIn build() {
      return new RadiusSignIn(this);
    }
  }
}
