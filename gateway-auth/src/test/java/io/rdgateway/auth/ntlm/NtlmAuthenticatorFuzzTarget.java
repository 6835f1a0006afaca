/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import static io.rdgateway.auth.ntlm.Conversation.ALICE;
import static io.rdgateway.auth.ntlm.Conversation.token;

import io.rdgateway.auth.Fixtures;
import io.rdgateway.spi.AuthScheme;
import io.rdgateway.spi.AuthenticationResult;
import java.util.Arrays;

/** Any bytes as first and as last message: nothing but the one right answer is accepted. */
public final class NtlmAuthenticatorFuzzTarget {
  private static final NtlmAuthenticator ACCEPTOR = Conversation.acceptor(ALICE).build();

  private NtlmAuthenticatorFuzzTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws Exception {
    var context = Fixtures.context(Vectors.CALCULATED_BINDING);
    if (ACCEPTOR.proceed(token(AuthScheme.NTLM, data), context)
        instanceof AuthenticationResult.Accepted) {
      throw new AssertionError("accepted without a challenge");
    }
    var step = Conversation.start(ACCEPTOR, AuthScheme.NTLM, Vectors.NEGOTIATE).next();
    if (step.proceed(token(AuthScheme.NTLM, data), context) instanceof AuthenticationResult.Accepted
        && !Arrays.equals(data, Vectors.AUTHENTICATE)) {
      throw new AssertionError("accepted a changed answer");
    }
  }
}
