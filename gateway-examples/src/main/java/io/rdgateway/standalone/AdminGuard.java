/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.Administrator;
import io.rdgateway.GatewayServer;
import io.rdgateway.protocol.RequestHead;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may use an admin listener. The answer to a wrong secret is held back for a moment, and while
 * eight are held back nobody is heard: that bounds guesses by all together, and locks nobody out
 * for longer than the guessing lasts.
 */
final class AdminGuard {
  private static final int MAX_HELD_BACK = 8;
  private static final int MAX_OPERATOR = 64;
  private static final String BEARER = "Bearer ";
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?");
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private final GatewayServer gateway;
  private final AdminSettings settings;
  private final CountDownLatch closing;
  private final Semaphore guesses = new Semaphore(MAX_HELD_BACK);

  AdminGuard(GatewayServer gateway, AdminSettings settings, CountDownLatch closing) {
    this.gateway = gateway;
    this.settings = settings;
    this.closing = closing;
  }

  boolean metricsAreOpen() {
    return settings.openMetrics();
  }

  /**
   * Refuses browsers, and names that somebody else's DNS may have given this address.
   *
   * @return null if the request may go on
   */
  @Nullable AdminPage refuseForeign(RequestHead head, InetSocketAddress client) {
    if (!isOwnName(String.valueOf(head.field("host")))) {
      refused(client, "a request for a host name that is not the admin listener's");
      return AdminJson.error(
          421, "this listener does not have that name; ask for its address or localhost");
    }
    if (head.field("origin") != null) {
      refused(client, "a request by a web page");
      return AdminJson.error(403, "web pages are not served");
    }
    return null;
  }

  private boolean isOwnName(String field) {
    Matcher matcher = HOST.matcher(field);
    if (!matcher.matches()) {
      return false;
    }
    String host = String.valueOf(matcher.group(1)).toLowerCase(Locale.ROOT);
    return host.startsWith("[")
        || IPV4.matcher(host).matches()
        || host.equals("localhost")
        || settings.names().contains(host);
  }

  /**
   * Asks for the secret.
   *
   * @return null if it is right
   */
  @Nullable AdminPage refuseStranger(RequestHead head, InetSocketAddress client) {
    String field = head.field("authorization");
    if (field == null) {
      return AdminJson.error(401, "name the secret as a Bearer token");
    }
    if (!guesses.tryAcquire()) {
      return AdminJson.error(429, "too many wrong secrets at this moment; try again");
    }
    try {
      if (field.startsWith(BEARER)
          && head.all("authorization").size() == 1
          && settings.secret().matches(field.substring(BEARER.length()))) {
        return null;
      }
      refused(client, "a wrong secret");
      if (closing.await(settings.wrongSecretTime().toMillis(), TimeUnit.MILLISECONDS)) {
        return AdminJson.error(503, "the listener is closing");
      }
      return AdminJson.error(401, "the secret is wrong");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return AdminJson.error(503, "the listener is closing");
    } finally {
      guesses.release();
    }
  }

  /** Who asks: the secret is one for all, and the name beside it only claimed. */
  Administrator administrator(RequestHead head, InetSocketAddress client) {
    String claimed = head.field("x-operator");
    return new Administrator(
        claimed == null || claimed.isBlank()
            ? "admin"
            : "admin (" + claimed.substring(0, Math.min(claimed.length(), MAX_OPERATOR)) + ")",
        client);
  }

  private void refused(InetSocketAddress client, String explanation) {
    gateway.administration(Administrator.named("admin")).refused(client, explanation);
  }
}
