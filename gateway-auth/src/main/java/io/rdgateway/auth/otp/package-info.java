/**
 * One-time passwords, where they arrive together with a password in clear text: in Basic as {@code
 * password,code}, or on a page of the application's own.
 */
@NullMarked
package io.rdgateway.auth.otp;

import org.jspecify.annotations.NullMarked;
