/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.Authenticators;
import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.auth.certificate.CertificateAuthenticator;
import io.rdgateway.auth.certificate.CertificateUsers;
import io.rdgateway.auth.kerberos.KerberosAcceptor;
import io.rdgateway.auth.kerberos.KerberosAccounts;
import io.rdgateway.auth.negotiate.NegotiateAuthenticator;
import io.rdgateway.auth.ntlm.NtlmAuthenticator;
import io.rdgateway.auth.otp.Totp;
import io.rdgateway.auth.otp.TotpAuthenticator;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.token.AccessTokenAuthenticator;
import io.rdgateway.auth.token.AccessTokens;
import io.rdgateway.auth.token.JwtTokens;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.standalone.config.CertificatesConfig;
import io.rdgateway.standalone.config.GatewayConfig;
import io.rdgateway.standalone.config.JwtConfig;
import io.rdgateway.standalone.config.KerberosConfig;
import io.rdgateway.standalone.config.RadiusConfig;
import io.rdgateway.standalone.config.SignInConfig;
import io.rdgateway.standalone.config.SignInConfig.Method;
import io.rdgateway.standalone.config.TotpConfig;
import io.rdgateway.tls.ClientTrust;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the sign-in that a configuration describes. */
final class SignInParts {
  private final GatewayConfig config;
  private final SignInConfig signIn;
  private final UserSources users;
  private final @Nullable RadiusParts radius;
  private final @Nullable Totp totp;
  private final @Nullable ServedTokens tokens;
  private final List<X509Certificate> proxies;

  SignInParts(
      GatewayConfig config,
      UserSources users,
      @Nullable RadiusParts radius,
      @Nullable Totp totp,
      @Nullable ServedTokens tokens) {
    this.config = config;
    signIn = config.signIn();
    this.users = users;
    this.radius = radius;
    this.totp = totp;
    this.tokens = tokens;
    proxies = PemTrust.certificates(signIn.proxyCertificates());
  }

  /** All methods side by side, what proves most first. */
  Authenticator authenticator() {
    List<Authenticator> parts = new ArrayList<>();
    CertificatesConfig certificates = signIn.certificates();
    if (certificates != null) {
      parts.add(certificates(certificates));
    }
    NtlmAuthenticator ntlm = signIn.methods().contains(Method.NTLM) ? ntlm() : null;
    KerberosConfig kerberos = signIn.kerberos();
    if (kerberos != null) {
      KerberosAcceptor acceptor = kerberos(kerberos);
      parts.add(
          ntlm == null
              ? NegotiateAuthenticator.of(acceptor)
              : NegotiateAuthenticator.of(acceptor, ntlm.mechanism()));
    }
    if (ntlm != null) {
      parts.add(ntlm);
    }
    if (signIn.methods().contains(Method.BASIC)) {
      parts.add(basic());
    }
    List<JwtTokens> jwt = signIn.jwt().stream().map(JwtConfig::open).toList();
    if (tokens != null || !jwt.isEmpty()) {
      parts.add(accessTokens(jwt));
    }
    return Authenticators.combine(parts.toArray(Authenticator[]::new));
  }

  private NtlmAuthenticator ntlm() {
    List<AuthScheme> schemes = new ArrayList<>();
    if (signIn.kerberos() == null) {
      schemes.add(AuthScheme.NEGOTIATE);
    }
    schemes.add(AuthScheme.NTLM);
    if (signIn.ntlm().insideTunnel()) {
      schemes.add(AuthScheme.SSPI_NTLM);
    }
    return NtlmAuthenticator.builder(users.ntlm(), signIn.ntlm().names(config.name()))
        .schemes(schemes.toArray(AuthScheme[]::new))
        .channelBinding(signIn.channelBinding().policy())
        .furtherCertificates(proxies)
        .serviceNames(signIn.ntlm().serviceNames())
        .build();
  }

  private KerberosAcceptor kerberos(KerberosConfig kerberos) {
    KerberosAccounts accounts =
        kerberos.accounts() == KerberosConfig.Accounts.USERS
            ? users.requireLocal().store()
            : KerberosAccounts.ofTickets();
    return KerberosAcceptor.builder(kerberos.keytab(), accounts)
        .channelBinding(signIn.channelBinding().policy())
        .furtherCertificates(proxies)
        .foreignRealms(kerberos.foreignRealms())
        .endsWithTicket(kerberos.endsWithTicket())
        .build();
  }

  private Authenticator basic() {
    RadiusConfig asked = config.radius();
    if (radius != null && asked != null && asked.uses().contains(RadiusConfig.Use.SIGN_IN)) {
      return radius.signIn();
    }
    TotpConfig codes = config.totp();
    return totp != null && codes != null
        ? TotpAuthenticator.of(users.passwords(), totp, codes.code())
        : new BasicAuthenticator(users.passwords());
  }

  /** Whom certificates at a listener are taken from; the listener asks with the same rules. */
  static ClientTrust trust(CertificatesConfig certificates) {
    ClientTrust trust = ClientTrust.pem(certificates.trust());
    return certificates.optional() ? trust.optional() : trust;
  }

  private Authenticator certificates(CertificatesConfig certificates) {
    MemoryUserStore store = users.requireLocal().store();
    return CertificateAuthenticator.builder(
            trust(certificates),
            certificates.name() == CertificatesConfig.Name.SUBJECT
                ? CertificateUsers.bySubject(store)
                : CertificateUsers.byUserPrincipalName(store))
        .revocation(certificates.revocation())
        .build();
  }

  private Authenticator accessTokens(List<JwtTokens> jwt) {
    List<AccessTokens> kinds = new ArrayList<>(jwt);
    if (tokens != null) {
      kinds.add(0, tokens.tokens());
    }
    AccessTokenAuthenticator cookie =
        AccessTokenAuthenticator.paa(kinds.toArray(AccessTokens[]::new));
    return jwt.isEmpty() ? cookie : cookie.andBearer(jwt.toArray(AccessTokens[]::new));
  }
}
