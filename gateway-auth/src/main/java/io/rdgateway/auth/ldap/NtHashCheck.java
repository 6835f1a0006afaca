/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.auth.Identity;
import io.rdgateway.auth.ntlm.NtHash;
import io.rdgateway.auth.ntlm.NtHashLookup;
import io.rdgateway.auth.ntlm.NtlmProof;
import io.rdgateway.auth.ntlm.NtlmVerification;
import io.rdgateway.auth.ntlm.NtlmVerifier;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * NTLM with the NT hashes of a directory. One search brings the hash or the lack of it; state and
 * groups are looked at only after the proof was right, so that wrong proofs cost the same for every
 * name.
 */
final class NtHashCheck implements NtlmVerifier {
  private static final int HASH_BYTES = 16;

  private final LdapDirectory directory;
  private final String attribute;

  NtHashCheck(LdapDirectory directory, String attribute) {
    this.directory = directory;
    this.attribute = attribute;
  }

  @Override
  public NtlmVerification verify(NtlmProof proof, AuthenticationContext context) throws Exception {
    List<DirectoryUser> found = new ArrayList<>(1);
    try {
      NtlmVerification verification =
          NtlmVerifier.of((user, domain) -> find(user, domain, found)).verify(proof, context);
      if (!(verification instanceof NtlmVerification.Verified verified) || found.isEmpty()) {
        return verification;
      }
      Accounts.Admission admission =
          directory
              .accounts()
              .admit(directory.connections()::search, found.get(0), AccountState.Judged.BY_NOBODY);
      Identity identity = admission.identity();
      return identity == null
          ? new NtlmVerification.Refused(admission.refusal())
          : new NtlmVerification.Verified(identity, verified.sessionBaseKey());
    } catch (LDAPException e) {
      return new NtlmVerification.Refused(LdapDirectory.unavailable(e));
    }
  }

  private NtHashLookup find(String userName, String domain, List<DirectoryUser> found)
      throws LDAPException {
    Accounts accounts = directory.accounts();
    UserSearch.Answer answer =
        accounts.find(directory.connections()::search, userName, domain, attribute);
    DirectoryUser user = answer.user();
    if (user == null) {
      return new NtHashLookup.Missing(answer.otherwise());
    }
    Optional<Identity> identity = accounts.bare(user);
    if (identity.isEmpty()) {
      return new NtHashLookup.Missing(LdapRejects.NO_ID);
    }
    Optional<NtHash> hash = hash(user, attribute);
    if (hash.isEmpty()) {
      return new NtHashLookup.Missing(LdapRejects.NO_NT_HASH);
    }
    found.add(user);
    return new NtHashLookup.Found(identity.get(), hash.get());
  }

  /** Samba writes 32 hexadecimal digits, FreeIPA 16 bytes. */
  static Optional<NtHash> hash(DirectoryUser user, String attribute) {
    byte[] value = user.entry().getAttributeValueBytes(attribute);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          value.length == HASH_BYTES
              ? NtHash.of(value)
              : NtHash.parse(new String(value, StandardCharsets.ISO_8859_1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    return directory.revalidate(principal, blocking);
  }
}
