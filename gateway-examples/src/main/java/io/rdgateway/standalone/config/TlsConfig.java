/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.strict.Node;
import io.rdgateway.tls.TlsEngine;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code tls}.
 *
 * @param certificate null for plain HTTP behind a proxy
 * @param engine what encrypts
 */
public record TlsConfig(@Nullable CertificateFiles certificate, TlsEngine engine) {
  static final List<String> KEYS =
      Stream.concat(CertificateFiles.KEYS.stream(), Stream.of("engine", "insecure-plain-http"))
          .toList();

  static TlsConfig read(Node node, Reading reading) {
    Block block = new Block(node, "tls", KEYS, reading);
    Value<TlsEngine> engine = block.optional("engine", Values.word("engine", TlsEngine.class));
    Value<Boolean> plain = block.optional("insecure-plain-http", Values::insecureTrue);
    if (block.has("insecure-plain-http")) {
      for (String key : CertificateFiles.KEYS) {
        if (block.has(key)) {
          block.note(key, "plain HTTP has no certificate; remove this or \"insecure-plain-http\"");
        }
      }
      return block.made(
          () -> {
            plain.get();
            return new TlsConfig(null, engine.or(TlsEngine.AUTO));
          });
    }
    CertificateFiles files = CertificateFiles.read(block);
    return block.made(() -> new TlsConfig(files, engine.or(TlsEngine.AUTO)));
  }
}
