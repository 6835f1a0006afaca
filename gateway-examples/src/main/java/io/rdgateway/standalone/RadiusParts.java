/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.auth.radius.NasIdentity;
import io.rdgateway.auth.radius.RadiusAccounting;
import io.rdgateway.auth.radius.RadiusAuthenticator;
import io.rdgateway.auth.radius.RadiusClient;
import io.rdgateway.auth.radius.RadiusConnectionPolicy;
import io.rdgateway.auth.radius.RadiusSignIn;
import io.rdgateway.spi.Authenticator;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.ConnectionPolicy;
import io.rdgateway.standalone.config.RadiusConfig;
import io.rdgateway.standalone.config.RadiusServerConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What asks and tells RADIUS servers. */
final class RadiusParts {
  private final RadiusConfig config;
  private final NasIdentity nas;
  private final @Nullable RadiusClient client;
  private final @Nullable RadiusAccounting accounting;

  /** Looks the servers up; what is opened is added to the resources. */
  RadiusParts(RadiusConfig config, String name, Resources resources) {
    this.config = config;
    String identifier = config.nasIdentifier();
    nas = NasIdentity.of(identifier == null ? name : identifier);
    client = config.servers().isEmpty() ? null : open(config.servers(), resources);
    accounting =
        config.accounting().isEmpty()
            ? null
            : resources.add(new RadiusAccounting(open(config.accounting(), resources), nas));
  }

  private static RadiusClient open(List<RadiusServerConfig> servers, Resources resources) {
    return resources.add(
        RadiusClient.open(servers.stream().map(RadiusServerConfig::open).toList()));
  }

  @Nullable RadiusAccounting accounting() {
    return accounting;
  }

  Authenticator signIn() {
    RadiusSignIn.Builder signIn =
        RadiusSignIn.builder(requireClient(), nas).method(config.passwordMethod());
    if (config.code() != null) {
      signIn.code(config.code());
    }
    return RadiusAuthenticator.of(signIn.build());
  }

  ConnectionPolicy connectionPolicy() {
    RadiusConnectionPolicy.Builder policy =
        RadiusConnectionPolicy.builder(requireClient(), nas)
            .askAtReauthentication(config.asksAtReauthentication())
            .sendClientAddress(config.sendsClientAddress());
    Duration window = config.reconnectWindow();
    if (window != null) {
      policy.reconnectWindow(window);
    }
    String word = config.passwordWord();
    if (word != null) {
      policy.passwordWord(word);
    }
    return policy.build();
  }

  private RadiusClient requireClient() {
    if (client == null) {
      throw new ConfigurationException("There is no RADIUS server to ask; add \"servers\".");
    }
    return client;
  }
}
