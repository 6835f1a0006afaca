/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

/**
 * A verified reply.
 *
 * @param server whose it is: the answer to a challenge goes there and nowhere else
 */
record Reply(ServerState server, Packet packet) {
  int code() {
    return packet.code();
  }

  AttributeList attributes() {
    return packet.attributes();
  }
}
