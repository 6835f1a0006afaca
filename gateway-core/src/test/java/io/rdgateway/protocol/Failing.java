/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol;

import java.nio.ByteBuffer;

/** A sink that refuses the first payload. */
record Failing(WireFormatException failure) implements PayloadReader.Sink {

  @Override
  public boolean payload(ByteBuffer bytes) throws WireFormatException {
    throw failure;
  }

  @Override
  public void ping(byte[] payload) {
    throw new AssertionError("there is no ping");
  }

  @Override
  public void end() {
    throw new AssertionError("there is no end");
  }
}
