/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.AuthenticationStep;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.UserPrincipal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Lets Samba judge NTLM: its program {@code ntlm_auth}, made for web proxies, takes and gives the
 * messages line by line, and knows the one password that it is started with. No daemon is needed.
 */
final class SambaNtlm implements Authenticator {
  private final List<String> command;
  private final UnaryOperator<byte[]> onTheWay;

  /**
   * Samba with one user.
   *
   * @param folder for its configuration and its files
   * @param onTheWay what somebody in between does to the client's first message
   */
  SambaNtlm(Path folder, String user, String password, UnaryOperator<byte[]> onTheWay)
      throws IOException {
    this.onTheWay = onTheWay;
    Path configuration = folder.resolve("smb.conf");
    Files.writeString(
        configuration,
        """
        [global]
        workgroup = CORP
        netbios name = GW1
        private dir = %1$s
        lock directory = %1$s
        state directory = %1$s
        cache directory = %1$s
        """
            .formatted(folder));
    command =
        List.of(
            Peers.program("ntlm_auth", "winbind"),
            "--configfile=" + configuration,
            "--helper-protocol=squid-2.5-ntlmssp",
            "--username=" + user,
            "--password=" + password);
  }

  @Override
  public List<AuthScheme> schemes() {
    return List.of(AuthScheme.NTLM, AuthScheme.NEGOTIATE);
  }

  @Override
  public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
      throws IOException {
    Conversation conversation =
        new Conversation(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    return conversation.say("YR", onTheWay.apply(token(credential)), credential.scheme());
  }

  private static byte[] token(Credential credential) {
    return ((Credential.SecurityToken) credential).token();
  }

  /** One sign-in, with a process of its own. */
  private static final class Conversation implements AuthenticationStep {
    private final Process process;
    private final BufferedReader answers;

    Conversation(Process process) {
      this.process = process;
      answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public AuthenticationResult proceed(Credential credential, AuthenticationContext context)
        throws IOException {
      return say("KK", token(credential), credential.scheme());
    }

    AuthenticationResult say(String word, byte[] message, AuthScheme scheme) throws IOException {
      OutputStream input = process.getOutputStream();
      String line = word + ' ' + Base64.getEncoder().encodeToString(message) + '\n';
      input.write(line.getBytes(StandardCharsets.US_ASCII));
      input.flush();
      String answer = String.valueOf(answers.readLine());
      String rest = answer.substring(Math.min(3, answer.length()));
      if (answer.startsWith("TT ")) {
        return AuthenticationResult.challenge(Base64.getDecoder().decode(rest), this);
      }
      abandon();
      return answer.startsWith("AF ")
          ? AuthenticationResult.accepted(
              UserPrincipal.of(rest, rest, Set.of(), scheme, Instant.now()))
          : AuthenticationResult.rejected(new RejectReason("samba", answer));
    }

    @Override
    public void abandon() {
      process.destroyForcibly();
    }
  }
}
