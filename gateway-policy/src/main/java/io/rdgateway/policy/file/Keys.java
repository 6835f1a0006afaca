/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

/** The words of a policy file. */
final class Keys {

  static final String CONSENT_MESSAGES = "consent-messages";
  static final String TEXT = "text";
  static final String REQUIRED = "required";
  static final String LIMITS = "limits";
  static final String TUNNELS = "tunnels";
  static final String TUNNELS_PER_USER = "tunnels-per-user";
  static final String TUNNELS_PER_ADDRESS = "tunnels-per-address";
  static final String CHANNELS_PER_RESOURCE = "channels-per-resource";
  static final String VERSION = "version";
  static final String CONNECTION_POLICIES = "connection-policies";
  static final String RESOURCE_POLICIES = "resource-policies";
  static final String RESOURCE_GROUPS = "resource-groups";
  static final String NAME = "name";
  static final String ENABLED = "enabled";
  static final String USERS = "users";
  static final String GROUPS = "groups";
  static final String SIGN_IN = "sign-in";
  static final String SCHEMES = "schemes";
  static final String CLIENT_NETWORKS = "client-networks";
  static final String CLIENT_NAMES = "client-names";
  static final String SCHEDULE = "schedule";
  static final String TIME_ZONE = "time-zone";
  static final String HOURS = "hours";
  static final String ONLY_ENFORCING_HOSTS = "only-hosts-that-enforce-redirection";
  static final String SESSION_TIMEOUT_ACTION = "session-timeout-action";
  static final String DISCONNECT = "disconnect";
  static final String REAUTHENTICATE = "reauthenticate";
  static final String DISABLE_REDIRECTIONS = "disable-redirections";
  static final String IDLE_TIMEOUT = "idle-timeout";
  static final String SESSION_TIMEOUT = "session-timeout";
  static final String HOSTS = "hosts";
  static final String PORTS = "ports";

  /** Stands in place of a list for every redirection. */
  static final String ALL = "all";

  /** Stands in place of a list for every host or port. */
  static final String ANY = "any";

  private Keys() {}
}
