/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import io.rdgateway.protocol.Bytes;
import io.rdgateway.protocol.ChannelResponse;
import io.rdgateway.protocol.ExtendedAuthMessage;
import io.rdgateway.protocol.HandshakeResponse;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.TunnelAuthResponse;
import io.rdgateway.protocol.TunnelResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What the tests of the machine share: every run ends, once, and a dead machine stays dead. */
abstract class MachineTest {
  private final List<Script> scripts = new ArrayList<>();

  final Script run(Script script) {
    scripts.add(script);
    return script;
  }

  @AfterEach
  final void everyRunEndsOnce() {
    scripts.forEach(Script::end);
  }

  static HandshakeResponse handshake(ResultCode code) {
    return new HandshakeResponse(code, 1, 0, 0, Script.BOTH);
  }

  static ExtendedAuthMessage signIn(ResultCode code) {
    return new ExtendedAuthMessage(code, Bytes.EMPTY);
  }

  static TunnelResponse tunnel(ResultCode code) {
    return TunnelResponse.failure(code);
  }

  static TunnelAuthResponse auth(ResultCode code) {
    return TunnelAuthResponse.failure(code);
  }

  static ChannelResponse channel(ResultCode code) {
    return ChannelResponse.failure(code);
  }

  static ChannelResponse channelOpen(int id) {
    return new ChannelResponse(ResultCode.SUCCESS, id, null, null);
  }
}
