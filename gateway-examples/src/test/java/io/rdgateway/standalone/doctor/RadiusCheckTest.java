/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.standalone.config.HostAndPort;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class RadiusCheckTest {
  private static final HostAndPort SERVER = new HostAndPort("radius.example", 1812);
  private static final String SECRET = "a secret of both";

  private final FakeNetwork network = new FakeNetwork();

  private Finding look() {
    return new RadiusCheck(SERVER, () -> SECRET, network).look().get(0);
  }

  private Verdict asked(UnaryOperator<byte[]> server) throws Exception {
    network.name(SERVER.host(), "192.0.2.5").datagrams(SERVER.port(), server);
    return look().verdict();
  }

  @Test
  void aServerWithTheSameSecretAnswers() throws Exception {
    assertEquals(Verdict.OK, asked(request -> answer(request, SECRET, 2)));
  }

  @Test
  void theQuestionProvesTheSecret() throws Exception {
    assertEquals(
        Verdict.OK,
        asked(
            request -> {
              assertEquals(12, request[0]);
              assertEquals(request.length, ByteBuffer.wrap(request).getShort(2));
              byte[] zeroed = request.clone();
              Arrays.fill(zeroed, 22, 38, (byte) 0);
              assertTrue(
                  MessageDigest.isEqual(hmac(zeroed, SECRET), Arrays.copyOfRange(request, 22, 38)));
              return answer(request, SECRET, 2);
            }));
  }

  @Test
  void answersThatNobodyWithTheSecretSent() throws Exception {
    assertEquals(Verdict.PROBLEM, asked(request -> answer(request, "another", 2)));
    assertEquals(
        Verdict.PROBLEM,
        asked(
            request -> {
              byte[] forged = answer(request, SECRET, 2);
              forged[0] = 3;
              return forged;
            }));
    assertEquals(Verdict.PROBLEM, asked(request -> new byte[0]));
    assertEquals(Verdict.PROBLEM, asked(request -> Arrays.copyOf(answer(request, SECRET, 2), 19)));
  }

  @Test
  void silence() throws Exception {
    network.name(SERVER.host(), "192.0.2.5");

    assertEquals(Verdict.WARNING, look().verdict());
    assertTrue(look().sentence().contains("no answer in time"), look()::sentence);
  }

  @Test
  void aNameThatIsNotThere() {
    assertEquals(Verdict.PROBLEM, look().verdict());
  }

  @Test
  void aSecretThatIsNotThere() throws Exception {
    network.name(SERVER.host(), "192.0.2.5");
    Check check =
        new RadiusCheck(
            SERVER,
            () -> {
              throw new ConfigurationException("The secret is not there.");
            },
            network);

    assertEquals("The secret is not there.", check.look().get(0).sentence());
  }

  private static byte[] answer(byte[] request, String secret, int code) {
    byte[] answer = new byte[20];
    answer[0] = (byte) code;
    answer[1] = request[1];
    answer[3] = 20;
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(answer, 0, 4);
      digest.update(request, 4, 16);
      byte[] proof = digest.digest(secret.getBytes(StandardCharsets.UTF_8));
      System.arraycopy(proof, 0, answer, 4, 16);
      return answer;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hmac(byte[] bytes, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
