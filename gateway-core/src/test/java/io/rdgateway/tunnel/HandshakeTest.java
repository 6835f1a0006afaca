/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rdgateway.CloseReason.Kind;
import io.rdgateway.protocol.ExtendedAuth;
import io.rdgateway.protocol.HandshakeRequest;
import io.rdgateway.protocol.HandshakeResponse;
import io.rdgateway.protocol.Keepalive;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.spi.AuthScheme;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeTest extends MachineTest {

  /** What comes next after a handshake: 0 refused, C a tunnel, P a tunnel with cookie, S NTLM. */
  @ParameterizedTest
  @CsvSource({
    // How the client signed in, what is offered; then the outcome for 0, 1, 2, 4, 8, 3, 6.
    "http, 0, C 0 0 0 C 0 0",
    "http, 2, C 0 P 0 C 0 0",
    "http, 4, C 0 0 S C 0 0",
    "http, 6, C 0 P S C 0 0",
    "PAA, 0, 0 0 0 0 0 0 0",
    "PAA, 2, 0 0 P 0 0 0 0",
    "PAA, 4, 0 0 0 0 0 0 0",
    "PAA, 6, 0 0 P 0 0 0 0",
    "SSPI_NTLM, 0, 0 0 0 0 0 0 0",
    "SSPI_NTLM, 2, 0 0 0 0 0 0 0",
    "SSPI_NTLM, 4, 0 0 0 S 0 0 0",
    "SSPI_NTLM, 6, 0 0 0 S 0 0 0",
    "nothing, 0, 0 0 0 0 0 0 0",
    "nothing, 2, 0 0 0 0 0 0 0",
    "nothing, 4, 0 0 0 0 0 0 0",
    "nothing, 6, 0 0 0 0 0 0 0"
  })
  void picksTheWayToSignIn(String how, int offered, String outcomes) {
    List<Integer> asked = List.of(0, 1, 2, 4, 8, 3, 6);
    for (int i = 0; i < asked.size(); i++) {
      @Nullable AuthScheme custom =
          how.equals("http") || how.equals("nothing") ? null : AuthScheme.of(how);
      Script run =
          run(
              Script.of(
                  how.equals("http") ? Script.ALICE : null, custom, new ExtendedAuth(offered)));

      run.feed(Script.hello(asked.get(i)));

      char expected = outcomes.charAt(2 * i);
      assertEquals(expected, outcome(run, offered), how + " asks for " + asked.get(i));
    }
  }

  private static char outcome(Script run, int offered) {
    if (run.machine.isClosed()) {
      run.expectEnd(
          Kind.PROTOCOL_ERROR, response(ResultCode.UNSUPPORTED_AUTHENTICATION_METHOD, offered));
      return '0';
    }
    run.expect(response(ResultCode.SUCCESS, offered));
    run.feed(Script.CREATE);
    Object first = run.actions.take().get(0);
    if (first instanceof RecordingActions.Admit) {
      return 'C';
    }
    return first.equals(tunnel(ResultCode.COOKIE_BAD_PACKET))
        ? 'P'
        : first.equals(tunnel(ResultCode.UNSUPPORTED_AUTHENTICATION_METHOD)) ? 'S' : '?';
  }

  private static HandshakeResponse response(ResultCode code, int offered) {
    return new HandshakeResponse(code, 1, 0, 0, new ExtendedAuth(offered));
  }

  @ParameterizedTest
  @CsvSource({"0, 9", "1, 1", "2, 0", "255, 255", "0, 0"})
  void refusesOtherVersionsWithItsOwn(int major, int minor) {
    Script run = run(Script.http());
    run.feed(new HandshakeRequest(major, minor, 0, ExtendedAuth.NONE));
    run.expectEnd(Kind.PROTOCOL_ERROR, handshake(ResultCode.CAPABILITY_MISMATCH));
  }

  @Test
  void refusesATruncatedRequest() {
    for (String body : List.of("", "01", "0100", "010000", "0100000000")) {
      Script run = run(Script.http());
      run.feed(PacketType.HANDSHAKE_REQUEST, body);
      run.expectEnd(Kind.PROTOCOL_ERROR, handshake(ResultCode.INTERNAL_ERROR));
    }
  }

  @Test
  void dropsAClientThatStartsWithSomethingElse() {
    for (int code = 0; code <= 0x12; code++) {
      if (code == 0x01) {
        continue;
      }
      Script run = run(Script.http());
      run.feed(new PacketType(code), "");
      run.expectEnd(Kind.PROTOCOL_ERROR);
    }
    Script run = run(Script.http());
    run.feed(new Keepalive());
    run.expectEnd(Kind.PROTOCOL_ERROR);
  }

  @Test
  void dropsDataInFrontOfTheHandshake() {
    Script run = run(Script.http());
    assertEquals(false, run.machine.dataFromClient(run.now));
    run.expectEnd(Kind.PROTOCOL_ERROR);
  }
}
