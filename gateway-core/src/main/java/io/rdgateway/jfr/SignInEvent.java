/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.jfr;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A sign-in was accepted or refused. */
@Name("io.rdgateway.SignIn")
@Label("Sign-in")
@Category("RD Gateway")
@StackTrace(false)
final class SignInEvent extends Event {
  @Label("Connection")
  @Nullable String connection;

  @Label("Transport")
  @Nullable String transport;

  @Label("Scheme")
  @Nullable String scheme;

  @Label("Stage")
  @Nullable String stage;

  @Label("Accepted")
  boolean accepted;

  @Label("User Id")
  @Nullable String userId;

  @Label("Code of the Refusal")
  @Nullable String code;
}
