/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Access tokens instead of passwords: those of this gateway, for the PAA cookie of {@code .rdp}
 * files.
 *
 * <p>{@link io.rdgateway.auth.token.TokenIssuer} makes tokens under {@link
 * io.rdgateway.auth.token.TokenKeys}, {@link io.rdgateway.auth.token.PaaTokens} judges them, and
 * {@link io.rdgateway.auth.token.AccessTokenAuthenticator} puts them behind the scheme PAA.
 */
@NullMarked
package io.rdgateway.auth.token;

import org.jspecify.annotations.NullMarked;
