/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.strict.Node;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code admin}: a listener for administrators of the running gateway.
 *
 * @param listen where
 * @param secret the file with what administrators have to know
 * @param certificate null for plain HTTP
 * @param insecurePlainHttp whether plain HTTP may leave the machine
 * @param names what clients may call the listener, besides its addresses
 * @param openMetrics whether the metrics need no secret
 */
public record AdminConfig(
    InetSocketAddress listen,
    Path secret,
    @Nullable CertificateFiles certificate,
    boolean insecurePlainHttp,
    Set<String> names,
    boolean openMetrics) {
  static final List<String> KEYS =
      Stream.concat(
              Stream.of("listen", "secret-file", "insecure-plain-http", "names", "open-metrics"),
              CertificateFiles.KEYS.stream())
          .toList();

  static AdminConfig read(Node node, Reading reading) {
    Block block = new Block(node, "admin", KEYS, reading);
    Value<InetSocketAddress> listen =
        block.required("listen", "write it as in \"127.0.0.1:8444\"", Values::socket);
    Value<Path> secret =
        block.required("secret-file", "name the file with the secret", Values::path);
    Value<Boolean> plain = block.optional("insecure-plain-http", Values::insecureTrue);
    Value<List<String>> names = block.list("names", Values::text);
    Value<Boolean> metrics = block.flag("open-metrics", false);
    CertificateFiles certificate =
        CertificateFiles.KEYS.stream().anyMatch(block::has) ? CertificateFiles.read(block) : null;
    return block.made(
        () -> {
          boolean remote = !listen.get().getAddress().isLoopbackAddress();
          if (remote && certificate == null && !plain.or(false)) {
            throw new IllegalArgumentException(
                "this would send the secret over the network in clear text; listen on 127.0.0.1, or"
                    + " add \"certificate\" and \"key\"");
          }
          if (certificate != null && plain.or(false)) {
            throw new IllegalArgumentException(
                "there is a certificate, so this is not plain HTTP; remove one of both");
          }
          return new AdminConfig(
              listen.get(),
              secret.get(),
              certificate,
              plain.or(false),
              Set.copyOf(names.get()),
              metrics.get());
        });
  }
}
