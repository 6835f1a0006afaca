/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection to the gateway: the sign-in over HTTP, then raw bytes. */
final class HttpConnection implements AutoCloseable {
  private static final int MAX_HEAD = 64 << 10;
  private static final int MAX_BODY = 64 << 10;
  private static final int MAX_ROUNDS = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final GatewayClient.Settings settings;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private HttpConnection(GatewayClient.Settings settings, Socket socket) throws IOException {
    this.settings = settings;
    this.socket = socket;
    in = new BufferedInputStream(socket.getInputStream(), 32 << 10);
    out = socket.getOutputStream();
  }

  static String newId() {
    return "{" + UUID.randomUUID() + "}";
  }

  static HttpConnection connect(GatewayClient.Settings settings) throws IOException {
    int millis = (int) Math.min(Integer.MAX_VALUE, settings.timeout().toMillis());
    InetSocketAddress address =
        settings.address() != null
            ? settings.address()
            : new InetSocketAddress(settings.gateway(), settings.port());
    Socket tcp = new Socket();
    try {
      tcp.connect(address, millis);
      tcp.setTcpNoDelay(true);
      tcp.setSoTimeout(millis);
      return new HttpConnection(settings, settings.tls() == null ? tcp : secure(settings, tcp));
    } catch (IOException | RuntimeException e) {
      tcp.close();
      throw e;
    }
  }

  private static SSLSocket secure(GatewayClient.Settings settings, Socket tcp) throws IOException {
    if (settings.tls() == null) {
      throw new IllegalStateException("no TLS");
    }
    SSLSocket socket =
        (SSLSocket)
            settings
                .tls()
                .getSocketFactory()
                .createSocket(tcp, settings.gateway(), settings.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    if (settings.checkName()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /**
   * Signs in with requests of this method until one is answered with 200 or 101; gives that status.
   */
  int open(String method, String id, boolean webSocket) throws IOException {
    byte[] nonce = new byte[16];
    RANDOM.nextBytes(nonce);
    String key = Base64.getEncoder().encodeToString(nonce);
    ClientCredentials.SignIn signIn = settings.credentials().signIn();
    String authorization = signIn.next(List.of());
    for (int round = 0; round < MAX_ROUNDS; round++) {
      StringBuilder fields = new StringBuilder("Content-Length: 0\r\n");
      if (webSocket) {
        fields.append(
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ");
        fields.append(key).append("\r\n");
      }
      if (authorization != null) {
        fields.append("Authorization: ").append(checked(authorization)).append("\r\n");
      }
      request(method, id, fields.toString());
      Head head = readHead();
      if (head.status == 101 && webSocket) {
        checkAccept(head, key);
        return 101;
      }
      if (head.status == 200) {
        return 200;
      }
      authorization = head.status == 401 ? signIn.next(head.all("www-authenticate")) : null;
      if (authorization == null) {
        throw new GatewayClientException(
            head.status,
            head.status == 401
                ? "the gateway refuses the sign-in (401)"
                : "the gateway answers " + head.line);
      }
    }
    throw new GatewayClientException(401, "the gateway asks for too many rounds of the sign-in");
  }

  /** Sends the head of a request whose body follows; it is not answered. */
  void startBody(String method, String id) throws IOException {
    request(method, id, "Transfer-Encoding: chunked\r\n");
  }

  private void request(String method, String id, String fields) throws IOException {
    String scheme =
        settings.credentials().paaCookie().isPresent() ? "RDG-Auth-Scheme: PAA\r\n" : "";
    String head =
        method
            + " /remoteDesktopGateway/ HTTP/1.1\r\nHost: "
            + settings.gateway()
            + "\r\nUser-Agent: io.rdgateway.client\r\nAccept: */*\r\nCache-Control: no-cache\r\nRDG-Connection-Id: "
            + id
            + "\r\n"
            + scheme
            + fields
            + "\r\n";
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String checked(String value) throws IOException {
    if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw new IOException("the credentials give an Authorization with illegal characters");
    }
    return value;
  }

  private static void checkAccept(Head head, String key) throws IOException {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(StandardCharsets.US_ASCII));
      if (!head.all("sec-websocket-accept")
          .equals(List.of(Base64.getEncoder().encodeToString(hash)))) {
        throw new GatewayClientException(
            0, "the gateway's Sec-WebSocket-Accept does not fit the key");
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  private record Head(String line, int status, List<String> fields) {
    List<String> all(String name) {
      List<String> values = new ArrayList<>();
      for (String field : fields) {
        int colon = field.indexOf(':');
        if (colon > 0 && field.substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
          values.add(field.substring(colon + 1).trim());
        }
      }
      return values;
    }
  }

  private Head readHead() throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.length() < 4 || !text.substring(text.length() - 4).equals("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new GatewayClientException(
            0, "the gateway closed the connection instead of answering");
      }
      if (text.length() >= MAX_HEAD) {
        throw new GatewayClientException(
            0, "the head of the gateway's answer has more than " + MAX_HEAD + " bytes");
      }
      text.append((char) b);
    }
    String[] lines = text.substring(0, text.length() - 4).split("\r\n", -1);
    Integer status = status(lines[0]);
    if (status == null) {
      throw new GatewayClientException(0, "the gateway does not speak HTTP/1.1");
    }
    Head head = new Head(lines[0], status, List.of(lines).subList(1, lines.length));
    if (head.status == 401) {
      skipBody(head);
    }
    return head;
  }

  private static @Nullable Integer status(String line) {
    boolean plausible = line.startsWith("HTTP/1.1 ") && line.length() >= 12;
    String digits = plausible ? line.substring(9, 12) : "";
    return digits.length() == 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Integer.valueOf(digits)
        : null;
  }

  private void skipBody(Head head) throws IOException {
    List<String> lengths = head.all("content-length");
    try {
      int length = lengths.isEmpty() ? 0 : Integer.parseInt(lengths.get(0));
      if (length < 0 || length > MAX_BODY) {
        throw new GatewayClientException(0, "the gateway's 401 has a body of " + length + " bytes");
      }
      in.skipNBytes(length);
    } catch (NumberFormatException e) {
      throw new GatewayClientException(0, "the gateway's Content-Length is no number");
    }
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  /** How long a read may wait; 0 for ever. */
  void readTimeout(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
