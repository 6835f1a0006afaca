/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.auth.store.PasswordHash;
import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.GatewayClient;
import io.rdgateway.spi.TransportKind;
import io.rdgateway.tls.SelfSignedCertificate;
import io.rdgateway.tls.TlsSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The files of a gateway: a certificate for {@code localhost}, users, a policy. */
record ServedFolder(Path path) {
  static final String USERS =
      """
      users:
        file: "users.yaml"
      """;

  static final String SIGN_IN =
      """
      sign-in:
        methods: [ntlm, basic]
      """;

  void certificate() {
    certificate(Duration.ofDays(90));
  }

  void certificate(Duration validity) {
    SelfSignedCertificate.generate(
            List.of("localhost"),
            SelfSignedCertificate.KeyType.EC_P256,
            Instant.now().minus(Duration.ofHours(1)),
            validity)
        .writePem(path.resolve("chain.pem"), path.resolve("key.pem"));
  }

  void user(String name, String password) throws InterruptedException {
    UsersFile.write(
        path.resolve("users.yaml"),
        List.of(
            StoredUser.of("1", name, PasswordHash.create(password))
                .withGroups(Set.of("staff"))
                .withNtHash(NtHash.ofPassword(password))));
  }

  /** Opens one port of this machine to a group. */
  void policy(String group, int port) throws IOException {
    replace(
        "policy.yaml",
        """
        version: 1
        connection-policies:
          - name: tunnels
            groups: ["%1$s"]
        resource-policies:
          - name: host
            groups: ["%1$s"]
            hosts: [127.0.0.1]
            ports: [%2$d]
        """
            .formatted(group, port));
  }

  /** The file with some blocks besides the necessary ones. */
  void config(String... blocks) throws IOException {
    replace(
        "gateway.yaml",
        """
        version: 1
        name: "localhost"
        listen: ["127.0.0.1:0"]
        tls:
          certificate: "chain.pem"
          key: "key.pem"
        policy:
          file: "policy.yaml"
        """
            + String.join("", blocks));
  }

  /** At once, so that a running gateway never sees half a file. */
  void replace(String name, String text) throws IOException {
    Path whole = path.resolve(name + ".new");
    Files.writeString(whole, text);
    Files.move(whole, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  GatewayClient client(int port, TransportKind transport, ClientCredentials credentials) {
    return GatewayClient.builder("localhost", port)
        .connectTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .trust(
            TlsSource.pem(path.resolve("chain.pem"), path.resolve("key.pem")).load().certificate())
        .credentials(credentials)
        .transport(transport)
        .build();
  }
}
