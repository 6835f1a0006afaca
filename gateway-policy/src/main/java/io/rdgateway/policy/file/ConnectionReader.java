/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import io.rdgateway.policy.ConnectionRule;
import io.rdgateway.policy.Schedule;
import io.rdgateway.policy.TimeWindow;
import io.rdgateway.policy.strict.Durations;
import io.rdgateway.policy.strict.Fields;
import io.rdgateway.policy.strict.Node;
import io.rdgateway.policy.strict.Quoted;
import io.rdgateway.policy.strict.Spelling;
import io.rdgateway.spi.Redirection;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/** Makes a connection rule of a node. */
final class ConnectionReader {

  static final List<String> KEYS =
      List.of(
          Keys.NAME,
          Keys.ENABLED,
          Keys.GROUPS,
          Keys.USERS,
          Keys.SIGN_IN,
          Keys.SCHEMES,
          Keys.CLIENT_NETWORKS,
          Keys.CLIENT_NAMES,
          Keys.SCHEDULE,
          Keys.ONLY_ENFORCING_HOSTS,
          Keys.DISABLE_REDIRECTIONS,
          Keys.IDLE_TIMEOUT,
          Keys.SESSION_TIMEOUT,
          Keys.SESSION_TIMEOUT_ACTION);

  static final List<String> SCHEDULE = List.of(Keys.TIME_ZONE, Keys.HOURS);

  private ConnectionReader() {}

  static ConnectionRule read(Node node) {
    Fields fields = new Fields(node, "a connection policy", KEYS);
    ConnectionRule.Builder rule = PolicyReader.begin(fields, ConnectionRule::builder);
    rule.enabled(fields.flag(Keys.ENABLED, true));
    conditions(fields, rule);
    fields
        .listOr(
            Keys.ALL,
            List.of(Redirection.values()),
            Keys.DISABLE_REDIRECTIONS,
            word -> Fields.word(word, "redirection", Words.REDIRECTIONS))
        .forEach(rule::disable);
    timeout(fields, Keys.IDLE_TIMEOUT, rule::idleTimeout);
    timeout(fields, Keys.SESSION_TIMEOUT, rule::sessionTimeout);
    Node action = fields.find(Keys.SESSION_TIMEOUT_ACTION);
    if (action != null) {
      rule.reauthenticateAtTimeout(Fields.word(action, "action", Words.REAUTHENTICATES));
      return Fields.checked(action.at(), rule::build);
    }
    return rule.build();
  }

  private static void conditions(Fields fields, ConnectionRule.Builder rule) {
    SignInReader.read(fields, rule::signIn, rule::schemes, rule::clientNetworks);
    fields.list(
        Keys.CLIENT_NAMES,
        item -> Fields.checked(item.at(), () -> rule.clientNames(Fields.text(item))));
    Node schedule = fields.find(Keys.SCHEDULE);
    if (schedule != null) {
      rule.schedule(schedule(schedule));
    }
    Node enforcing = fields.find(Keys.ONLY_ENFORCING_HOSTS);
    if (enforcing != null) {
      boolean only = fields.flag(Keys.ONLY_ENFORCING_HOSTS, false);
      Fields.checked(enforcing.at(), () -> rule.onlyHostsThatEnforceRedirection(only));
    }
  }

  private static Schedule schedule(Node node) {
    Fields fields = new Fields(node, "a schedule", SCHEDULE);
    Node zone =
        fields.require(Keys.TIME_ZONE, "name the zone of the hours, for example Europe/Berlin");
    fields.require(Keys.HOURS, "list windows such as \"Mon-Fri 08:00-18:00\"");
    List<TimeWindow> windows =
        fields.list(
            Keys.HOURS,
            item -> Fields.checked(item.at(), () -> TimeWindow.parse(Fields.text(item))));
    return Fields.checked(node.at(), () -> new Schedule(zone(zone), windows));
  }

  private static ZoneId zone(Node node) {
    String name = Fields.text(node);
    try {
      return Schedule.zone(name);
    } catch (IllegalArgumentException e) {
      String closest = Spelling.closest(name, ZoneId.getAvailableZoneIds());
      throw node.at()
          .mistake(
              closest == null
                  ? String.valueOf(e.getMessage())
                  : "there is no time zone "
                      + Quoted.word(name)
                      + "; did you mean \""
                      + closest
                      + "\"?",
              e);
    }
  }

  private static void timeout(
      Fields fields, String key, Function<Duration, ConnectionRule.Builder> setter) {
    Node value = fields.find(key);
    if (value != null) {
      Fields.checked(value.at(), () -> setter.apply(Durations.parse(Fields.textOrNumber(value))));
    }
  }
}
