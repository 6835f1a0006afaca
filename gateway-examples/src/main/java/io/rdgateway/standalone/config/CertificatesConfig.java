/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.config;

import io.rdgateway.auth.certificate.Revocation;
import io.rdgateway.policy.strict.Node;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * The block {@code certificates} of {@code sign-in}: users with certificates, at listeners of their
 * own. Its users are those of the users file.
 *
 * @param listen where clients are asked for certificates
 * @param trust the issuers as PEM
 * @param optional whether clients without one get through the handshake and sign in otherwise
 * @param name by which part of the certificate users are found
 * @param revocation what becomes of certificates whose authority cannot be heard
 */
public record CertificatesConfig(
    List<InetSocketAddress> listen,
    Path trust,
    boolean optional,
    Name name,
    Revocation revocation) {
  static final List<String> KEYS = List.of("listen", "trust", "optional", "name", "revocation");

  /** A part of a certificate. */
  public enum Name {
    /** What Windows puts in. */
    USER_PRINCIPAL_NAME,

    /** The whole subject. */
    SUBJECT
  }

  static CertificatesConfig read(Node node, Reading reading) {
    Block block = new Block(node, "certificates", KEYS, reading);
    Value<List<InetSocketAddress>> listen =
        block.requiredList(
            "listen", "list addresses of their own, as in [\"0.0.0.0:8443\"]", Values::socket);
    Value<Path> trust =
        block.required("trust", "name the PEM file of the users' authority", Values::path);
    Value<Boolean> optional = block.flag("optional", false);
    Value<Name> name = block.optional("name", Values.word("part of a certificate", Name.class));
    Value<Revocation> revocation =
        block.optional("revocation", Values.word("treatment of revocation", Revocation.class));
    return block.made(
        () ->
            new CertificatesConfig(
                listen.get(),
                trust.get(),
                optional.get(),
                name.or(Name.USER_PRINCIPAL_NAME),
                revocation.or(Revocation.FAIL_CLOSED)));
  }
}
