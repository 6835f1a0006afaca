/**
 * Slows the guessing of passwords, whatever the way of signing in; see {@link
 * io.rdgateway.auth.throttle.SignInThrottle}.
 */
@NullMarked
package io.rdgateway.auth.throttle;

import org.jspecify.annotations.NullMarked;
