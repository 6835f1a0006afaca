/**
 * Second factors, and how a user is prompted once and not more often.
 *
 * <p>Clients sign in twice for a tunnel of two channels, try again when something takes long, and
 * reconnect by themselves. {@link io.rdgateway.auth.factor.OncePerTunnel} and {@link
 * io.rdgateway.auth.factor.SecondFactorPolicy} keep that from the user where the connection policy
 * prompts, {@link io.rdgateway.auth.factor.OncePerSignIn} where the sign-in does.
 */
@NullMarked
package io.rdgateway.auth.factor;

import org.jspecify.annotations.NullMarked;
