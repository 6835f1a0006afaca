/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

/**
 * What is asked of a server. May be written more than once: each server gets a request of its own.
 */
interface Question {

  /** The kind of request. */
  int code();

  /** Writes the attributes; Message-Authenticator is there already. */
  void write(RequestWriter out);
}
