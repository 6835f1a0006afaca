/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.http;

import io.rdgateway.protocol.BadRequestException;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Credential;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request presents as its sign-in: nothing, the name of a scheme that signs in later, or a
 * credential.
 */
sealed interface Authorization {

  /** Nothing, or a scheme that is not offered. */
  record None() implements Authorization {}

  /**
   * A scheme whose sign-in happens inside the tunnel (MS-TSGU 2.2.3.2.2).
   *
   * @param scheme an offered one
   */
  record Later(AuthScheme scheme) implements Authorization {}

  /**
   * A credential under an offered scheme.
   *
   * @param credential what was presented
   */
  record Now(Credential credential) implements Authorization {}

  /** Reads the request. */
  static Authorization of(GatewayRequest request, List<AuthScheme> offered)
      throws BadRequestException {
    String value = request.authorization();
    if (value == null) {
      // FreeRDP names custom schemes in a field of its own.
      return request.authScheme() == null ? new None() : later(request.authScheme(), offered);
    }
    int space = value.indexOf(' ');
    String word = space < 0 ? value : value.substring(0, space);
    String parameter = space < 0 ? "" : value.substring(space + 1).trim();
    AuthScheme scheme = scheme(word);
    if (scheme == null) {
      throw new BadRequestException("the Authorization does not start with the name of a scheme");
    }
    if (scheme.isExtended()) {
      return later(word, offered);
    }
    if (!offered.contains(scheme) || scheme.equals(AuthScheme.CERTIFICATE) || parameter.isEmpty()) {
      return new None();
    }
    return new Now(credential(scheme, parameter));
  }

  private static Authorization later(String word, List<AuthScheme> offered) {
    AuthScheme scheme = scheme(word);
    return scheme != null && scheme.isExtended() && offered.contains(scheme)
        ? new Later(scheme)
        : new None();
  }

  private static @Nullable AuthScheme scheme(String word) {
    try {
      return AuthScheme.of(word);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Credential credential(AuthScheme scheme, String parameter)
      throws BadRequestException {
    if (scheme.equals(AuthScheme.BEARER)) {
      return new Credential.AccessToken(scheme, parameter);
    }
    byte[] token;
    try {
      token = Base64.getDecoder().decode(parameter);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("the token of the Authorization is not base64");
    }
    return scheme.equals(AuthScheme.BASIC)
        ? password(token)
        : new Credential.SecurityToken(scheme, token);
  }

  private static Credential password(byte[] token) throws BadRequestException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(token)).toString();
    } catch (CharacterCodingException e) {
      throw new BadRequestException("the Basic credentials are not UTF-8");
    }
    int colon = text.indexOf(':');
    if (colon < 0 || text.chars().anyMatch(Character::isISOControl)) {
      throw new BadRequestException("the Basic credentials are not a name, a colon and a password");
    }
    return new Credential.Password(
        AuthScheme.BASIC, text.substring(0, colon), text.substring(colon + 1));
  }
}
