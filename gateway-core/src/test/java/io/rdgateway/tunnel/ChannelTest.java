/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.CloseReason;
import io.rdgateway.CloseReason.Kind;
import io.rdgateway.Limits;
import io.rdgateway.protocol.ChannelCreate;
import io.rdgateway.protocol.CloseChannel;
import io.rdgateway.protocol.PacketType;
import io.rdgateway.protocol.ResultCode;
import io.rdgateway.protocol.ServiceMessage;
import io.rdgateway.spi.Capabilities;
import io.rdgateway.spi.DenyCode;
import io.rdgateway.spi.TunnelGrant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CHANNEL_CREATE, DATA and service messages. */
class ChannelTest extends MachineTest {
  private static ChannelCreate create(List<String> names, List<String> alternates) {
    return new ChannelCreate(names, alternates, 3389, 3);
  }

  @Test
  void asksForEveryNameOnceInOneForm() {
    Script run = run(Script.http().authorized());
    run.feed(
        create(
            List.of("PC1.Example.", "pc1.example", "[2001:DB8::1]", "bad name"),
            List.of("Bücher.example", "..", "pc1.EXAMPLE")));
    run.expect(
        new RecordingActions.OpenChannel(
            Script.ALICE, List.of("pc1.example", "2001:db8::1", "xn--bcher-kva.example"), 3389));
  }

  @Test
  void refusesAChannelWithoutAUsableNameAndStays() {
    Script run = run(Script.http().authorized());
    run.feed(create(List.of("", "a b"), List.of("..")));
    run.expect(channel(ResultCode.CONNECT_FAILED));
    assertFalse(run.machine.isWaiting());
    assertFalse(run.machine.isClosed());
  }

  @Test
  void passesRefusalsOnAndStaysForAnotherTry() {
    for (ResultCode code :
        List.of(
            ResultCode.CONNECT_FAILED,
            Refusals.channelDenied(DenyCode.NOT_AUTHORIZED),
            Refusals.channelDenied(DenyCode.TOO_MANY_CONNECTIONS))) {
      Script run = run(Script.http().authorized()).feed(Script.CHANNEL);
      run.actions.take();
      run.machine.channelRefused(code, run.now);
      run.expect(channel(code));
      run.feed(Script.CHANNEL);
      run.actions.take();
      assertTrue(run.machine.channelOpened(run.now));
      run.expect(channelOpen(2));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_AUTHORIZED, 800759DA",
    "HOOK_FAILED, 800759DA",
    "TOO_MANY_CONNECTIONS, 800759E6",
    "CAPABILITY_MISMATCH, 800759DA",
    "QUARANTINE, 800759DA"
  })
  void hasACodeForEveryDenialOfAHost(DenyCode code, String wire) {
    assertEquals(Integer.parseUnsignedInt(wire, 16), Refusals.channelDenied(code).value());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 800759D8",
    "01 00 3D0D, 800759D8",
    "00 00 3D0D 0300, 80070005",
    "00 01 3D0D 0300 0200 4100, 80070005",
    "33 00 3D0D 0300, 80070057",
    "01 04 3D0D 0300, 80070057",
    "01 00 3D0D 0600 0200 4100, 80070057",
    "01 00 0000 0300 0200 4100, 80070057",
    "01 00 3D0D 0300, 800759D8",
    "01 00 3D0D 0300 0400 4100, 800759D8",
    "01 01 3D0D 0300 0200 4100, 800759D8",
    "01 00 3D0D 0300 0100 41, 800759D8",
    "01 00 3D0D 0300 0200 00D8, 800759D8"
  })
  void refusesAMalformedChannelCreate(String body, String wire) {
    Script run = run(Script.http().authorized());
    run.feed(PacketType.CHANNEL_CREATE, body);
    run.expectEnd(Kind.PROTOCOL_ERROR, channel(new ResultCode(Integer.parseUnsignedInt(wire, 16))));
  }

  @Test
  void takesTheMostNamesThatTheProtocolAllows() {
    Script run = run(Script.http().authorized());
    List<String> names = IntStream.range(0, 50).mapToObj(i -> "host" + i).toList();
    run.feed(create(names, List.of("x", "y", "z")));
    RecordingActions.OpenChannel asked = (RecordingActions.OpenChannel) run.actions.take().get(0);
    assertEquals(53, asked.names().size());
  }

  @Test
  void refusesASecondChannelAndKeepsTheFirst() {
    Script run = run(Script.http().channel());
    run.feed(Script.CHANNEL).expect(channel(ResultCode.INTERNAL_ERROR));
    assertTrue(run.machine.isChannelOpen());
    assertTrue(run.machine.dataFromClient(run.now));
  }

  @Test
  void boundsTheChannelsOfATunnel() {
    Limits limits = Script.LIMITS.toBuilder().maxChannelAttempts(3).build();
    Script run = run(Script.http(limits).authorized());
    for (int i = 0; i < 3; i++) {
      run.feed(Script.CHANNEL);
      run.machine.channelRefused(ResultCode.RAP_ACCESS_DENIED, run.now);
    }
    run.actions.take();
    run.feed(Script.CHANNEL);
    run.expectEnd(Kind.PROTOCOL_ERROR, channel(ResultCode.MAX_CONNECTIONS));
  }

  @Test
  void dropsDataWithoutAChannel() {
    for (Script script :
        List.of(
            Script.http(),
            Script.http().handshake(),
            Script.http().tunnel(0),
            Script.http().authorized(),
            Script.http().authorized().feed(Script.CHANNEL))) {
      Script run = run(script);
      run.actions.take();
      assertFalse(run.machine.dataFromClient(run.now));
      run.expectEnd(Kind.PROTOCOL_ERROR);
    }
  }

  @Test
  void discardsDataBehindTheCloseOfEitherSide() {
    Script byClient = run(Script.http().channel());
    byClient.feed(new CloseChannel(ResultCode.SUCCESS));
    byClient.actions.take();
    assertFalse(byClient.machine.dataFromClient(byClient.now));
    byClient.expect();
    assertFalse(byClient.machine.isClosed());

    Script byUs =
        run(Script.http().closing(CloseReason.of(Kind.ADMINISTRATOR, "an administrator")));
    assertFalse(byUs.machine.dataFromClient(byUs.now));
    byUs.expect();
    assertFalse(byUs.machine.isClosed());
  }

  @Test
  void showsServiceMessagesOnlyToClientsThatCanAndHaveAChannel() {
    Script able = run(Script.http().channel(Capabilities.SERVICE_MESSAGE, grant()));
    assertTrue(able.machine.serviceMessage("Going down at six.", able.now));
    able.expect(new ServiceMessage("Going down at six."));

    Script unable = run(Script.http().channel(~Capabilities.SERVICE_MESSAGE, grant()));
    assertFalse(unable.machine.serviceMessage("text", unable.now));
    unable.expect();

    for (Script script :
        List.of(Script.http().handshake(), Script.http().tunnel(-1), Script.http().authorized())) {
      Script early = run(script);
      assertFalse(early.machine.serviceMessage("text", early.now));
      early.expect();
    }
  }

  private static TunnelGrant grant() {
    return TunnelGrant.unrestricted();
  }
}
