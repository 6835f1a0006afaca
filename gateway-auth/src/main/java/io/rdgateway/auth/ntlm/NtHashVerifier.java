/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.spi.AuthenticationContext;
import io.rdgateway.spi.RejectReason;
import io.rdgateway.spi.Revalidation;
import io.rdgateway.spi.UserPrincipal;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Checks proofs with NT hashes (MS-NLMP 3.3.2). */
final class NtHashVerifier implements NtlmVerifier {
  private final NtHashSource source;
  private final NtHash decoy = NtHash.decoy();

  NtHashVerifier(NtHashSource source) {
    this.source = source;
  }

  @Override
  public NtlmVerification verify(NtlmProof proof, AuthenticationContext context) throws Exception {
    NtHashLookup lookup = source.find(proof.userName(), proof.domain());
    NtHash hash = lookup instanceof NtHashLookup.Found found ? found.hash() : decoy;
    byte[] sent = Arrays.copyOf(proof.ntResponse(), Ntlmv2Response.PROOF_BYTES);
    byte[] clientPart =
        Arrays.copyOfRange(
            proof.ntResponse(), Ntlmv2Response.PROOF_BYTES, proof.ntResponse().length);
    // Clients differ in the domain that they compute with. All are tried, whatever the outcome, so
    // that the time depends on what the client sent alone.
    byte[] matching = null;
    for (String domain : variants(proof.domain())) {
      byte[] key = NtlmCrypto.responseKey(hash.bytes(), proof.userName(), domain);
      if (MessageDigest.isEqual(NtlmCrypto.proof(key, proof.serverChallenge(), clientPart), sent)) {
        matching = key;
      }
    }
    if (lookup instanceof NtHashLookup.Missing missing) {
      return new NtlmVerification.Refused(missing.reason());
    }
    if (!(lookup instanceof NtHashLookup.Found found)) {
      return new NtlmVerification.Refused(RejectReason.HOOK_FAILED);
    }
    return matching == null
        ? new NtlmVerification.Refused(RejectReason.WRONG_PASSWORD)
        : new NtlmVerification.Verified(
            found.identity(), NtlmCrypto.sessionBaseKey(matching, sent));
  }

  private static Set<String> variants(String domain) {
    Set<String> variants = new LinkedHashSet<>();
    variants.add(domain);
    variants.add(NtlmCrypto.upperCase(domain));
    variants.add("");
    return variants;
  }

  @Override
  public CompletionStage<Revalidation> revalidate(UserPrincipal principal, Executor blocking) {
    return source.revalidate(principal, blocking);
  }
}
