/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import io.rdgateway.auth.Identity;
import io.rdgateway.auth.ntlm.NtlmProof;
import io.rdgateway.auth.ntlm.NtlmVerification;
import io.rdgateway.auth.ntlm.NtlmVerifier;
import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** NTLM judged by the domain controller; the directory tells who that is. */
final class HelperCheck implements NtlmVerifier {
  private final LdapDirectory directory;
  private final NtlmHelper helper;

  HelperCheck(LdapDirectory directory, NtlmHelper helper) {
    this.directory = directory;
    this.helper = helper;
  }

  @Override
  public NtlmVerification verify(NtlmProof proof, AuthenticationContext context) throws Exception {
    NtlmHelper.Answer answer = helper.ask(proof, context.deadline(), Clock.systemUTC());
    byte[] key = answer.sessionBaseKey();
    if (key == null) {
      return new NtlmVerification.Refused(answer.refusal());
    }
    Accounts accounts = directory.accounts();
    UserSearch.Searcher searcher = directory.connections()::search;
    try {
      UserSearch.Answer found = accounts.find(searcher, proof.userName(), proof.domain());
      DirectoryUser user = found.user();
      if (user == null) {
        return new NtlmVerification.Refused(found.otherwise());
      }
      Accounts.Admission admission = accounts.admit(searcher, user, AccountState.Judged.BY_BIND);
      Identity identity = admission.identity();
      return identity == null
          ? new NtlmVerification.Refused(admission.refusal())
          : new NtlmVerification.Verified(identity, key);
    } catch (LDAPException e) {
      return new NtlmVerification.Refused(LdapDirectory.unavailable(e));
    }
  }

  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    return directory.revalidate(principal, blocking);
  }
}
