/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rdgateway.spi.AuthorizationPolicy;
import io.rdgateway.spi.ChannelGrant;
import io.rdgateway.spi.ChannelRequest;
import io.rdgateway.spi.ConnectionInfo;
import io.rdgateway.spi.ConsentMessage;
import io.rdgateway.spi.Decision;
import io.rdgateway.spi.TunnelGrant;
import io.rdgateway.spi.TunnelRequest;
import io.rdgateway.spi.UserPrincipal;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The consent messages of combined policies. */
class CombinedConsentTest {
  private static final TunnelRequest TUNNEL = Requests.tunnel(Requests.ALICE);

  private static AuthorizationPolicy consenting(String text, boolean required) {
    return new AuthorizationPolicy() {
      @Override
      public Decision<TunnelGrant> authorizeTunnel(TunnelRequest request) {
        return Decision.deny("no");
      }

      @Override
      public Decision<ChannelGrant> authorizeChannel(ChannelRequest request) {
        return Decision.deny("no");
      }

      @Override
      public Optional<ConsentMessage> consent(UserPrincipal principal, ConnectionInfo connection)
          throws IOException {
        if (text.equals("fail")) {
          throw new IOException(text);
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(new ConsentMessage(text, required));
      }
    };
  }

  private static String consent(AuthorizationPolicy policy) throws Exception {
    return policy
        .consent(Requests.ALICE, TUNNEL.connection())
        .map(message -> message.text() + (message.required() ? " (required)" : ""))
        .orElse("none");
  }

  @Test
  void theFirstConsentMessageIsShown() throws Exception {
    AuthorizationPolicy none = consenting("", false);
    AuthorizationPolicy house = consenting("house rules", false);
    AuthorizationPolicy lab = consenting("lab rules", true);
    AuthorizationPolicy fail = consenting("fail", false);
    assertEquals("none", consent(Policies.firstOf(none, none)));
    assertEquals("house rules", consent(Policies.firstOf(none, house, lab)));
    assertEquals("lab rules (required)", consent(Policies.firstOf(lab, house, fail)));
    assertThrows(IOException.class, () -> consent(Policies.firstOf(none, fail, lab)));
  }

  @Test
  void allConsentMessagesAreShownTogether() throws Exception {
    AuthorizationPolicy none = consenting("", false);
    AuthorizationPolicy house = consenting("house rules", false);
    AuthorizationPolicy lab = consenting("lab rules", true);
    assertEquals("none", consent(Policies.allOf(none, none)));
    assertEquals("house rules", consent(Policies.allOf(none, house)));
    assertEquals("house rules", consent(Policies.allOf(house, house)));
    assertEquals("house rules\n\nlab rules (required)", consent(Policies.allOf(house, lab)));
    AuthorizationPolicy tooLong =
        Policies.allOf(house, consenting("x".repeat(ConsentMessage.MAX_LENGTH), false));
    assertThrows(IllegalArgumentException.class, () -> consent(tooLong));
    assertThrows(
        IOException.class, () -> consent(Policies.allOf(house, consenting("fail", false))));
  }
}
