/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.AuthenticationResult;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.Credential;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.UserPrincipal;
import io.rdgateway.testing.TestGateway;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The user is the common name of the certificate, and whoever is called "revoked" is. Other schemes
 * as in {@link TestGateway.Passwords}.
 */
final class CertificateUsers implements Authenticator {
  private final TestGateway.Passwords passwords = new TestGateway.Passwords();

  @Override
  public List<AuthScheme> schemes() {
    return List.of(AuthScheme.CERTIFICATE, AuthScheme.BASIC, AuthScheme.PAA);
  }

  @Override
  public AuthenticationResult proceed(Credential credential, AuthenticationContext context) {
    if (!(credential instanceof Credential.ClientCertificate shown)) {
      return passwords.proceed(credential, context);
    }
    X509Certificate leaf = shown.chain().get(0);
    String name = leaf.getSubjectX500Principal().getName().replace("CN=", "");
    if (name.equals("revoked")) {
      return AuthenticationResult.rejected(new RejectReason("revoked", "a test"));
    }
    return AuthenticationResult.accepted(
        new UserPrincipal(
            name,
            name,
            Set.of(),
            Map.of(),
            credential.scheme(),
            Instant.EPOCH,
            leaf.getNotAfter().toInstant(),
            null));
  }
}
