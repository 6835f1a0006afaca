/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import io.rdgateway.client.GatewayClientException.Stage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Signs connections in: the same request again and again until the gateway does not answer 401. */
final class HttpSignIn {
  private static final String PATH = "/remoteDesktopGateway/";
  private static final int MAX_ROUNDS = 8;
  private static final int MAX_INTERIM = 8;

  /** How much of what a gateway offers a message repeats. */
  private static final int MAX_NAMES = 10;

  private static final int MAX_NAME = 32;
  private static final int MAX_BODY = 64 << 10;

  private final ClientSettings settings;
  private final Steps steps;
  private final String connectionId;

  /** Load balancers keep both channels at one gateway by them. */
  private final Map<String, String> cookies = new LinkedHashMap<>();

  private @Nullable Inside inside;

  HttpSignIn(ClientSettings settings, Steps steps, String connectionId) {
    this.settings = settings;
    this.steps = steps;
    this.connectionId = connectionId;
  }

  /** What is left to do inside the tunnel when a connection has been signed in. */
  Inside inside() {
    if (inside == null) {
      throw new IllegalStateException("no connection has been signed in");
    }
    return inside;
  }

  /**
   * Signs one connection in.
   *
   * @param webSocketKey asks for an upgrade; null for none
   * @return the first answer that is not 401
   */
  ResponseHead signIn(Connection connection, String method, @Nullable String webSocketKey)
      throws GatewayClientException {
    String[] fields =
        webSocketKey == null
            ? new String[] {"Content-Length: 0", "Connection: Keep-Alive"}
            : new String[] {
              "Content-Length: 0",
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: " + webSocketKey
            };
    ClientSignIn signIn =
        asking(
            Stage.HTTP,
            () ->
                settings
                    .credentials()
                    .start(
                        new ClientCredentials.Target(settings.host(), connection.certificate())));
    if (inside == null) {
      inside = Inside.of(signIn);
    }
    List<String> challenges = List.of();
    for (int round = 0; round < MAX_ROUNDS; round++) {
      List<String> asked = challenges;
      Optional<String> authorization =
          asking(Stage.HTTP, () -> Optional.ofNullable(signIn.authorization(asked)));
      if (round > 0 && authorization.isEmpty()) {
        throw GatewayClientException.status(
            "the gateway refuses the sign-in; it offers " + names(challenges), 401);
      }
      ResponseHead head =
          steps.run(
              Stage.HTTP,
              "the request " + method,
              () -> exchange(connection, request(method, authorization.orElse(null), fields)));
      challenges = Challenges.split(head.all("www-authenticate"));
      if (head.status() != 401) {
        if (head.status() == 200 || head.status() == 101) {
          List<String> last = challenges;
          asking(
              Stage.HTTP,
              () -> {
                signIn.accepted(last);
                return true;
              });
        }
        return head;
      }
      if (challenges.isEmpty()) {
        throw GatewayClientException.status(
            "the gateway refuses the sign-in and offers no scheme", 401);
      }
    }
    throw GatewayClientException.status(
        "the sign-in did not end within " + MAX_ROUNDS + " rounds", 401);
  }

  /** Application code, so outside of our deadlines. */
  static <T> T asking(Stage stage, Steps.Call<T> call) throws GatewayClientException {
    try {
      return call.run();
    } catch (IOException e) {
      throw GatewayClientException.failed(stage, "the sign-in failed: " + Steps.reason(e), e);
    }
  }

  private static String names(List<String> challenges) {
    return challenges.stream()
        .map(challenge -> challenge.split("\\s", 2)[0].replaceAll("[^!-~]", "?"))
        .map(name -> name.substring(0, Math.min(name.length(), MAX_NAME)))
        .limit(MAX_NAMES)
        .collect(Collectors.joining(", "));
  }

  private ResponseHead exchange(Connection connection, byte[] request) throws IOException {
    connection.output().write(request);
    for (int i = 0; i < MAX_INTERIM; i++) {
      ResponseHead head = ResponseHead.read(connection.input());
      if (head.status() >= 200 || head.status() == 101) {
        keepCookies(head);
        if (head.status() == 401) {
          skipBody(connection, head);
        }
        return head;
      }
    }
    throw new ProtocolException("the gateway sends one interim answer after the other");
  }

  private void keepCookies(ResponseHead head) {
    for (String cookie : head.all("set-cookie")) {
      String pair = cookie.split(";", 2)[0].trim();
      int equals = pair.indexOf('=');
      if (equals > 0) {
        cookies.put(pair.substring(0, equals), pair);
      }
    }
  }

  /** A request that presents nothing. */
  byte[] request(String method, String... fields) {
    return request(method, null, fields);
  }

  private byte[] request(String method, @Nullable String authorization, String[] fields) {
    StringBuilder text = new StringBuilder(512);
    text.append(method).append(' ').append(PATH).append(" HTTP/1.1\r\n");
    text.append("Host: ").append(settings.authority()).append("\r\n");
    text.append("Accept: */*\r\nCache-Control: no-cache\r\nPragma: no-cache\r\n");
    text.append("User-Agent: MS-RDGateway/1.0\r\n");
    text.append("RDG-Connection-Id: ").append(connectionId).append("\r\n");
    String custom = inside().scheme();
    if (custom != null) {
      text.append("RDG-Auth-Scheme: ").append(custom).append("\r\n");
    }
    if (!cookies.isEmpty()) {
      text.append("Cookie: ").append(String.join("; ", cookies.values())).append("\r\n");
    }
    if (authorization != null) {
      if (!authorization.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
        throw new IllegalStateException(
            "the credentials returned an Authorization that is not printable ASCII");
      }
      text.append("Authorization: ").append(authorization).append("\r\n");
    }
    for (String field : fields) {
      text.append(field).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** What follows a head, without a transfer coding. */
  InputStream body(Connection connection, ResponseHead head) {
    return head.lists("transfer-encoding", "chunked")
        ? new ChunkedInput(connection.input())
        : connection.input();
  }

  /** Reads over a delimited body; without a delimiter there is none. */
  void skipBody(Connection connection, ResponseHead head) throws IOException {
    if (head.lists("transfer-encoding", "chunked")) {
      if (body(connection, head).readNBytes(MAX_BODY).length == MAX_BODY) {
        throw new ProtocolException("the body of the answer is too long");
      }
      return;
    }
    String length = head.first("content-length");
    if (length == null) {
      return;
    }
    if (!length.matches("[0-9]{1,9}") || Integer.parseInt(length) > MAX_BODY) {
      throw new ProtocolException("the Content-Length of the answer is malformed or too large");
    }
    int size = Integer.parseInt(length);
    if (connection.input().readNBytes(size).length < size) {
      throw new EOFException("the gateway closed the connection within an answer");
    }
  }
}
