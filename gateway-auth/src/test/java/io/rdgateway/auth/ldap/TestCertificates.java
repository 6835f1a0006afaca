/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import io.rdgateway.tls.SelfSignedCertificate;
import io.rdgateway.tls.TlsIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for the servers of a test, in a file and in a context. */
record TestCertificates(Path pem, SSLContext context) {

  static TestCertificates forNames(Path folder, String... names) throws Exception {
    Path own = Files.createTempDirectory(folder, "certificate");
    SelfSignedCertificate made =
        SelfSignedCertificate.generate(
            List.of(names),
            SelfSignedCertificate.KeyType.EC_P256,
            Instant.now().minus(Duration.ofHours(1)),
            Duration.ofDays(1));
    made.writePem(own.resolve("certificate.pem"), own.resolve("key.pem"));
    TlsIdentity identity = made.identity();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key", identity.privateKey(), new char[0], identity.chain().toArray(Certificate[]::new));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return new TestCertificates(own.resolve("certificate.pem"), context);
  }
}
