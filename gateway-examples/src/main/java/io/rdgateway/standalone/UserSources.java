/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.Revalidator;
import io.rdgateway.auth.basic.PasswordOutcome;
import io.rdgateway.auth.basic.PasswordVerifier;
import io.rdgateway.auth.ldap.LdapDirectory;
import io.rdgateway.auth.ntlm.NtlmProof;
import io.rdgateway.auth.ntlm.NtlmVerification;
import io.rdgateway.auth.ntlm.NtlmVerifier;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where users come from. With a file and a directory, a name that the file knows is judged by the
 * file alone, so that an account for emergencies works without the directory; how long an answer
 * takes then tells which names the file has.
 *
 * @param local null without a file
 * @param directory null without one
 */
record UserSources(@Nullable LocalUsers local, @Nullable LdapDirectory directory) {

  /** The store of the users file. */
  LocalUsers requireLocal() {
    if (local == null) {
      throw new ConfigurationException("There is no users file; add \"users\".");
    }
    return local;
  }

  PasswordVerifier passwords() {
    if (local == null || directory == null) {
      return local != null ? local.store() : requireDirectory();
    }
    return new PasswordsOfBoth(local, directory);
  }

  NtlmVerifier ntlm() {
    NtlmVerifier ofFile = local == null ? null : NtlmVerifier.of(local.store());
    NtlmVerifier ofDirectory = directory == null ? null : directory.ntlm().orElse(null);
    if (local != null && ofFile != null && ofDirectory != null) {
      return new NtlmOfBoth(local, ofFile, ofDirectory);
    }
    NtlmVerifier only = ofFile != null ? ofFile : ofDirectory;
    if (only == null) {
      throw new ConfigurationException("There is nobody whom NTLM could sign in; remove it.");
    }
    return only;
  }

  private LdapDirectory requireDirectory() {
    if (directory == null) {
      throw new ConfigurationException("There are no users; add \"users\" or \"directory\".");
    }
    return directory;
  }

  private static CompletionStage<Revalidation> revalidated(
      LocalUsers local, Revalidator others, UserPrincipal principal, Executor blocking) {
    return local.byId(principal.id()).isPresent()
        ? local.store().revalidate(principal, blocking)
        : others.revalidate(principal, blocking);
  }

  private record PasswordsOfBoth(LocalUsers local, PasswordVerifier others)
      implements PasswordVerifier {
    @Override
    public PasswordOutcome verify(String userName, String password, AuthenticationContext context)
        throws Exception {
      MemoryUserStore store = local.store();
      return store.find(userName).isPresent()
          ? store.verify(userName, password, context)
          : others.verify(userName, password, context);
    }

    @Override
    public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
      return revalidated(local, others, principal, blocking);
    }
  }

  private record NtlmOfBoth(LocalUsers local, NtlmVerifier ofFile, NtlmVerifier others)
      implements NtlmVerifier {
    @Override
    public NtlmVerification verify(NtlmProof proof, AuthenticationContext context)
        throws Exception {
      String name =
          proof.domain().isEmpty() ? proof.userName() : proof.domain() + "\\" + proof.userName();
      return local.store().find(name).isPresent()
          ? ofFile.verify(proof, context)
          : others.verify(proof, context);
    }

    @Override
    public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
      return revalidated(local, others, principal, blocking);
    }
  }
}
