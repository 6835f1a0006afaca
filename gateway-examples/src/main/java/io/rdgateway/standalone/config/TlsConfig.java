/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.policy.strict.Node;
import io.rdgateway.tls.TlsEngine;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code tls}.
 *
 * @param certificate null for plain HTTP behind a proxy
 * @param further for clients that ask for other names; may be empty
 * @param watch between two looks whether the files have changed
 * @param engine what encrypts
 */
public record TlsConfig(
    @Nullable CertificateFiles certificate,
    List<CertificateFiles> further,
    Duration watch,
    TlsEngine engine) {
  static final List<String> KEYS =
      Stream.concat(
              CertificateFiles.KEYS.stream(),
              Stream.of("further-certificates", "watch", "engine", "insecure-plain-http"))
          .toList();

  private static final Duration USUAL_WATCH = Duration.ofMinutes(1);

  static TlsConfig read(Node node, Reading reading) {
    Block block = new Block(node, "tls", KEYS, reading);
    Value<TlsEngine> engine = block.optional("engine", Values.word("engine", TlsEngine.class));
    Value<List<CertificateFiles>> further =
        block.list("further-certificates", CertificateFiles::read);
    Value<Duration> watch = block.optional("watch", Values::duration);
    Value<Boolean> plain = block.optional("insecure-plain-http", Values::insecureTrue);
    if (block.has("insecure-plain-http")) {
      for (String key : KEYS) {
        if (block.has(key) && !key.equals("engine") && !key.equals("insecure-plain-http")) {
          block.note(key, "plain HTTP has no certificate; remove this or \"insecure-plain-http\"");
        }
      }
      return block.made(
          () -> {
            plain.get();
            return new TlsConfig(null, List.of(), USUAL_WATCH, engine.or(TlsEngine.AUTO));
          });
    }
    CertificateFiles files = CertificateFiles.read(block);
    return block.made(
        () ->
            new TlsConfig(files, further.get(), watch.or(USUAL_WATCH), engine.or(TlsEngine.AUTO)));
  }

  /** The certificate and the further ones; none on plain HTTP. */
  public List<CertificateFiles> all() {
    return certificate == null
        ? List.of()
        : Stream.concat(Stream.of(certificate), further.stream()).toList();
  }
}
