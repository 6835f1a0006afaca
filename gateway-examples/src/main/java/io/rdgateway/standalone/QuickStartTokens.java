/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.store.StoredUser;
import io.rdgateway.auth.token.AccessTokenAuthenticator;
import io.rdgateway.auth.token.PaaTokens;
import io.rdgateway.spi.Authenticator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Lets the users of the quick start in by the tokens that its {@code token} command issues. */
public final class QuickStartTokens {
  private static final Duration RECONNECT = Duration.ofMinutes(10);

  private final RevokedTokens revoked;
  private final Authenticator authenticator;

  /**
   * Reads the keys and revocations, and makes a key if there is none.
   *
   * @param folder of the quick start
   * @param users whom tokens may be for
   * @param say hears of keys that others may read
   */
  QuickStartTokens(Path folder, List<StoredUser> users, Consumer<String> say) {
    TokenFolder files = new TokenFolder(folder);
    revoked = new RevokedTokens(files);
    authenticator =
        AccessTokenAuthenticator.paa(
            new PaaTokens(files.keys(), revoked.memory())
                .withReconnectWindow(RECONNECT)
                .withUsers(
                    id ->
                        users.stream()
                            .map(StoredUser::identity)
                            .filter(user -> user.id().equals(id))
                            .findFirst()));
    files.warnIfOthersRead(say);
    readRevocations();
  }

  /**
   * The sign-in by token.
   *
   * @return offers PAA
   */
  public Authenticator authenticator() {
    return authenticator;
  }

  /** Takes over what was revoked since the last time; true if there is something. */
  boolean readRevocations() {
    return revoked.read();
  }
}
