/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.token;

import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;

/**
 * One kind of token. {@link AccessTokenAuthenticator} asks the kinds that it has. Thread-safe;
 * called on hook executors, where it may block.
 */
public interface AccessTokens {
  /** The attribute of a principal that holds {@link #name()}. */
  String KIND = "token-kind";

  /** The attribute of a principal that holds the id of its token, if the token has one. */
  String ID = "token-id";

  /**
   * Tells the kinds of one authenticator apart.
   *
   * @return the same each time
   */
  String name();

  /**
   * Whether a token is of this kind, by its form alone.
   *
   * @param token from a client
   * @return true if this kind has to judge it
   */
  boolean recognises(String token);

  /**
   * Judges a token.
   *
   * @param token of this kind
   * @param context where in the connection this happens
   * @return a principal whose attribute {@link #KIND} is {@link #name()}, or a refusal
   * @throws Exception anything at all: a refusal
   */
  AuthenticationResult judge(Credential.AccessToken token, AuthenticationContext context)
      throws Exception;

  /**
   * Looks again at a principal who signed in by a token of this kind.
   *
   * @param principal of a live tunnel
   * @return what has become of it
   * @throws Exception anything at all: the tunnel ends
   */
  Revalidation revalidate(UserPrincipal principal) throws Exception;
}
