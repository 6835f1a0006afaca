/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Access tokens instead of passwords: own ones for the PAA cookie of {@code .rdp} files, and those
 * of an identity provider.
 *
 * <p>{@link io.rdgateway.auth.token.TokenIssuer} makes tokens under {@link
 * io.rdgateway.auth.token.TokenKeys}, {@link io.rdgateway.auth.token.PaaTokens} judges them, {@link
 * io.rdgateway.auth.token.JwtTokens} judges JSON Web Tokens, and {@link
 * io.rdgateway.auth.token.AccessTokenAuthenticator} puts them behind the schemes PAA and Bearer.
 */
@NullMarked
package io.rdgateway.auth.token;

import org.jspecify.annotations.NullMarked;
