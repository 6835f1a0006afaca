/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.radius;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An access request with a password, or with the answer to a challenge. */
final class PasswordQuestion implements Question {
  private final NasIdentity nas;
  private final byte[] userName;
  private final @Nullable InetAddress clientAddress;
  private final Proof proof;
  private final byte @Nullable [] state;

  /** What proves the password. */
  interface Proof {
    void write(RequestWriter out);
  }

  PasswordQuestion(
      NasIdentity nas,
      byte[] userName,
      @Nullable InetAddress clientAddress,
      Proof proof,
      byte @Nullable [] state) {
    this.nas = nas;
    this.userName = userName;
    this.clientAddress = clientAddress;
    this.proof = proof;
    this.state = state;
  }

  static Proof pap(String password) {
    byte[] clear = password.getBytes(StandardCharsets.UTF_8);
    return out -> out.password(clear);
  }

  static Proof chap(String password, RandomGenerator random) {
    byte[] challenge = new byte[Packet.AUTHENTICATOR_BYTES];
    random.nextBytes(challenge);
    byte[] identifier = {(byte) random.nextInt(256)};
    byte[] digest = Digests.md5(identifier, password.getBytes(StandardCharsets.UTF_8), challenge);
    byte[] value = new byte[1 + digest.length];
    value[0] = identifier[0];
    System.arraycopy(digest, 0, value, 1, digest.length);
    return out ->
        out.add(AttributeType.CHAP_PASSWORD, value).add(AttributeType.CHAP_CHALLENGE, challenge);
  }

  static Proof msChapV2(MsChapV2 computed, byte identifier) {
    return out ->
        out.microsoft(AttributeType.MS_CHAP_CHALLENGE, computed.challenge())
            .microsoft(AttributeType.MS_CHAP2_RESPONSE, computed.attribute(identifier));
  }

  @Override
  public int code() {
    return Code.ACCESS_REQUEST;
  }

  @Override
  public void write(RequestWriter out) {
    out.add(AttributeType.USER_NAME, userName);
    proof.write(out);
    if (state != null) {
      out.add(AttributeType.STATE, state);
    }
    nas.write(out);
    if (clientAddress != null) {
      out.text(AttributeType.CALLING_STATION_ID, clientAddress.getHostAddress());
    }
    out.microsoft(
        AttributeType.MS_NETWORK_ACCESS_SERVER_TYPE,
        AttributeType.SERVER_TYPE_TERMINAL_SERVER_GATEWAY);
  }
}
