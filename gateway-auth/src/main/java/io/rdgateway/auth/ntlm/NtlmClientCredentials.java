/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.client.ClientCredentials;
import io.rdgateway.client.ClientSignIn;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.EndPointBinding;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Signs a {@link io.rdgateway.client.GatewayClient} in by NTLM (MS-NLMP 3.1.5): NTLMv2 only, with a
 * message integrity code, the service's name and the channel binding of the connection. A gateway
 * that asks for less (no Unicode, no extended session security, no 128-bit keys) gets no proof, and
 * the opening fails. Immutable.
 */
public final class NtlmClientCredentials implements ClientCredentials {
  private static final int MAX_NAME = 256;

  private final NtlmAccount account;
  private final List<AuthScheme> schemes;
  private final boolean bound;

  private NtlmClientCredentials(NtlmAccount account, List<AuthScheme> schemes, boolean bound) {
    this.account = account;
    this.schemes = schemes;
    this.bound = bound;
  }

  /**
   * A name and a password. Of the password only its hash is kept.
   *
   * @param userName {@code user}, {@code DOMAIN\\user} or {@code user@domain}
   * @param password not empty
   * @return credentials for NTLM and, where only that is offered, raw NTLM under Negotiate
   * @throws IllegalArgumentException if the name or the password is empty, or the name too long
   */
  public static NtlmClientCredentials of(String userName, String password) {
    return of(userName, NtHash.ofPassword(password));
  }

  /**
   * A name and the hash of a password, which is as good as the password.
   *
   * @param userName {@code user}, {@code DOMAIN\\user} or {@code user@domain}
   * @param hash of the password
   * @return credentials for NTLM and, where only that is offered, raw NTLM under Negotiate
   * @throws IllegalArgumentException if the name is empty or too long
   */
  public static NtlmClientCredentials of(String userName, NtHash hash) {
    int backslash = userName.indexOf('\\');
    String user = userName.substring(backslash + 1);
    if (user.isEmpty() || userName.length() > MAX_NAME) {
      throw new IllegalArgumentException("a user name has 1 to " + MAX_NAME + " characters");
    }
    var account = new NtlmAccount(user, userName.substring(0, Math.max(0, backslash)), "", hash);
    return new NtlmClientCredentials(account, List.of(AuthScheme.NTLM, AuthScheme.NEGOTIATE), true);
  }

  /**
   * The same credentials under other words.
   *
   * @param preferred {@link AuthScheme#NTLM} and {@link AuthScheme#NEGOTIATE}, or one of them: the
   *     first that the gateway offers is used. Or {@link AuthScheme#SSPI_NTLM} alone: the sign-in
   *     happens inside the tunnel, which proxies that know nothing of NTLM let pass. It has no
   *     channel binding then
   * @return new credentials
   * @throws ConfigurationException if it is anything else
   */
  public NtlmClientCredentials withSchemes(AuthScheme... preferred) {
    List<AuthScheme> list = List.of(preferred);
    boolean overHttp =
        !list.isEmpty() && Set.of(AuthScheme.NTLM, AuthScheme.NEGOTIATE).containsAll(list);
    if (!overHttp && !list.equals(List.of(AuthScheme.SSPI_NTLM))) {
      throw new ConfigurationException(
          "A client signs in by NTLM under the schemes NTLM and Negotiate, of which one or both can"
              + " be named, or under SSPI_NTLM alone.");
    }
    return new NtlmClientCredentials(account, list, bound);
  }

  /**
   * The same credentials with a name of this machine, which is sent and proves nothing.
   *
   * @param name at most 255 characters; empty, the default, for none
   * @return new credentials
   * @throws IllegalArgumentException if it is longer
   */
  public NtlmClientCredentials withWorkstation(String name) {
    if (name.length() > 255) {
      throw new IllegalArgumentException("the name of a workstation has at most 255 characters");
    }
    return new NtlmClientCredentials(
        new NtlmAccount(account.userName(), account.domain(), name, account.hash()),
        schemes,
        bound);
  }

  /**
   * The same credentials without channel binding, for gateways behind a proxy that ends TLS and
   * presents a certificate of its own. Whoever holds a certificate that this client trusts can then
   * use the sign-in for connections of its own.
   *
   * @return new credentials
   */
  public NtlmClientCredentials insecureWithoutChannelBinding() {
    return new NtlmClientCredentials(account, schemes, false);
  }

  @Override
  public ClientSignIn start(Target target) throws IOException {
    boolean inTunnel = schemes.contains(AuthScheme.SSPI_NTLM);
    X509Certificate certificate = target.certificate();
    var initiator =
        new NtlmInitiator(
            account,
            "HTTP/" + target.host(),
            bound && !inTunnel && certificate != null ? binding(certificate) : null,
            NtlmInitiator.OFFERED,
            InstantSource.system(),
            new RandomBytes());
    return inTunnel ? new NtlmInTunnel(initiator) : new NtlmClientSignIn(schemes, initiator);
  }

  private static @Nullable EndPointBinding binding(X509Certificate certificate) throws IOException {
    try {
      return EndPointBinding.of(certificate);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "cannot bind the sign-in to a certificate that is signed with "
              + certificate.getSigAlgName(),
          e);
    }
  }

  @Override
  public String toString() {
    return "NTLM[<redacted>]";
  }

  private static final class RandomBytes implements IntFunction<byte[]> {
    private final SecureRandom random = new SecureRandom();

    @Override
    public byte[] apply(int size) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      return bytes;
    }
  }
}
