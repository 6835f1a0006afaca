/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rdgateway.Administration;
import io.rdgateway.DrainProgress;
import io.rdgateway.GatewayEvent.AdministratorActed.Action;
import io.rdgateway.GatewayHealth;
import io.rdgateway.GatewayServer;
import io.rdgateway.Tunnel;
import io.rdgateway.TunnelFilter;
import io.rdgateway.protocol.BadRequestException;
import io.rdgateway.protocol.RequestHead;
import io.rdgateway.spi.ConfigurationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths of an admin listener. */
final class AdminApi implements AdminConnection.Handler {
  static final String ROOT = "/api/v1/";
  static final int MAX_GRACE_SECONDS = 7 * 24 * 3600;
  private static final int MAX_PORT = 65_535;
  private static final int MESSAGE_SECONDS = 30;
  private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);

  private final GatewayServer gateway;
  private final AdminActions actions;
  private final AdminGuard guard;
  private final InstantSource clock;
  private final Map<String, Route> routes = new TreeMap<>();

  /** What is done for an administrator, with the request's body. */
  private interface Route {
    AdminPage run(Administration by, JsonNode body) throws InterruptedException;
  }

  AdminApi(GatewayServer gateway, AdminActions actions, AdminGuard guard, InstantSource clock) {
    this.gateway = gateway;
    this.actions = actions;
    this.guard = guard;
    this.clock = clock;
    routes.put("GET tunnels", this::tunnels);
    routes.put("GET health", (by, body) -> health(true));
    routes.put("GET drain", (by, body) -> progress());
    routes.put("POST disconnect", this::disconnect);
    routes.put("POST message", this::message);
    routes.put("POST drain", this::drain);
    routes.put("POST resume", this::resume);
    routes.put("POST reload-policy", this::reloadPolicy);
    routes.put("POST reload-certificates", this::reloadCertificates);
  }

  @Override
  public AdminPage answer(RequestHead head, AdminConnection.Body body, InetSocketAddress client) {
    AdminPage foreign = guard.refuseForeign(head, client);
    if (foreign != null) {
      return foreign;
    }
    String asked = head.method() + " " + head.path();
    if (asked.equals("GET /health")) {
      return health(false);
    }
    if (!asked.equals("GET /metrics") || !guard.metricsAreOpen()) {
      AdminPage stranger = guard.refuseStranger(head, client);
      if (stranger != null) {
        return stranger;
      }
    }
    if (asked.equals("GET /metrics")) {
      return actions.metrics().orElseGet(() -> AdminJson.error(404, "nothing is counted"));
    }
    return ofAdministrator(head, body, gateway.administration(guard.administrator(head, client)));
  }

  private AdminPage ofAdministrator(
      RequestHead head, AdminConnection.Body body, Administration by) {
    try {
      if (!head.path().startsWith(ROOT)) {
        return AdminJson.error(404, "there is no such path");
      }
      String path = head.path().substring(ROOT.length());
      JsonNode json = AdminJson.read(body.read());
      if (path.startsWith("tunnels/") && head.method().equals("DELETE")) {
        AdminJson.requireKnown(json, List.of());
        return disconnectOne(by, path.substring("tunnels/".length()));
      }
      Route route = routes.get(head.method() + " " + path);
      if (route != null) {
        return route.run(by, json);
      }
      boolean known = routes.keySet().stream().anyMatch(key -> key.endsWith(" " + path));
      return known
          ? AdminJson.error(405, "this path does not take that method")
          : AdminJson.error(404, "there is no such path");
    } catch (IllegalArgumentException e) {
      return AdminJson.error(400, String.valueOf(e.getMessage()));
    } catch (BadRequestException e) {
      return AdminJson.error(e.status(), String.valueOf(e.getMessage()));
    } catch (ConfigurationException | IllegalStateException e) {
      return AdminJson.error(409, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      LOG.debug("a request to the admin listener broke: {}", e.toString());
      return AdminJson.error(400, "the body cannot be read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return AdminJson.error(503, "the listener is closing");
    }
  }

  // Tunnels.

  private AdminPage tunnels(Administration by, JsonNode body) {
    ObjectNode answer = AdminJson.object();
    ArrayNode list = answer.putArray("tunnels");
    gateway.tunnels().stream()
        .sorted(Comparator.comparing(Tunnel::openedAt).thenComparing(Tunnel::id))
        .forEach(tunnel -> AdminTunnels.write(tunnel, clock.instant(), list.addObject()));
    return AdminJson.page(200, answer);
  }

  private AdminPage disconnectOne(Administration by, String id) {
    int ended = by.disconnect(TunnelFilter.tunnel(id), "");
    return ended == 0 ? AdminJson.error(404, "there is no tunnel of that id") : disconnected(ended);
  }

  private AdminPage disconnect(Administration by, JsonNode body) {
    AdminJson.requireKnown(body, List.of("tunnel", "user", "resource", "port", "reason"));
    String reason = AdminJson.string(body, "reason");
    TunnelFilter filter =
        filter(body)
            .orElseThrow(
                () -> new IllegalArgumentException("name one of tunnel, user and resource"));
    return disconnected(by.disconnect(filter, reason == null ? "" : reason));
  }

  private static AdminPage disconnected(int count) {
    return AdminJson.page(200, AdminJson.object().put("disconnected", count));
  }

  private AdminPage message(Administration by, JsonNode body) throws InterruptedException {
    AdminJson.requireKnown(body, List.of("tunnel", "user", "resource", "port", "all", "text"));
    String text = AdminJson.string(body, "text");
    JsonNode all = body.get("all");
    boolean toAll = all != null && all.isBoolean() && all.booleanValue();
    Optional<TunnelFilter> some = filter(body);
    if (text == null || some.isPresent() == toAll) {
      throw new IllegalArgumentException(
          "a message has a text, and one of tunnel, user, resource and \"all\": true");
    }
    try {
      Administration.MessageResult result =
          by.message(some.orElseGet(TunnelFilter::all), text)
              .toCompletableFuture()
              .get(MESSAGE_SECONDS, TimeUnit.SECONDS);
      return AdminJson.page(
          200, AdminJson.object().put("tunnels", result.tunnels()).put("sent", result.sent()));
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("a message did not get through", e);
      return AdminJson.error(500, "it is not known who was sent the message");
    }
  }

  /** Empty if the body names nobody. */
  private static Optional<TunnelFilter> filter(JsonNode body) {
    String tunnel = AdminJson.string(body, "tunnel");
    String user = AdminJson.string(body, "user");
    String resource = AdminJson.string(body, "resource");
    Integer port = AdminJson.number(body, "port", 1, MAX_PORT);
    if (port != null && resource == null) {
      throw new IllegalArgumentException("a port goes with a resource");
    }
    if (tunnel != null && user == null && resource == null) {
      return Optional.of(TunnelFilter.tunnel(tunnel));
    } else if (user != null && tunnel == null && resource == null) {
      return Optional.of(TunnelFilter.user(user));
    } else if (resource != null && tunnel == null && user == null) {
      return Optional.of(
          port == null ? TunnelFilter.resource(resource) : TunnelFilter.resource(resource, port));
    } else if (tunnel == null && user == null && resource == null) {
      return Optional.empty();
    }
    throw new IllegalArgumentException("tunnel, user and resource exclude each other");
  }

  // The gateway.

  private AdminPage drain(Administration by, JsonNode body) {
    AdminJson.requireKnown(body, List.of("graceSeconds"));
    Integer grace = AdminJson.number(body, "graceSeconds", 0, MAX_GRACE_SECONDS);
    if (grace == null) {
      throw new IllegalArgumentException("a drain has graceSeconds, after which tunnels are ended");
    }
    by.drain(Duration.ofSeconds(grace))
        .whenComplete(
            (done, resumed) -> LOG.info(resumed == null ? "drained" : "the drain was taken back"));
    return progress();
  }

  private AdminPage resume(Administration by, JsonNode body) {
    AdminJson.requireKnown(body, List.of());
    by.resume();
    return progress();
  }

  private AdminPage progress() {
    Optional<DrainProgress> progress = gateway.drainProgress();
    ObjectNode answer = AdminJson.object().put("draining", progress.isPresent());
    progress.ifPresent(
        now ->
            answer
                .put("tunnels", now.tunnels())
                .put("secondsLeft", (now.timeLeft().toMillis() + 999) / 1000));
    return AdminJson.page(200, answer);
  }

  /**
   * For probes, which go by the status, and people.
   *
   * @param explained whether the sentences for administrators belong to it
   */
  private AdminPage health(boolean explained) {
    GatewayHealth health = gateway.health();
    ObjectNode answer =
        AdminJson.object()
            .put("status", health.ready() ? "up" : health.live() ? "not-ready" : "down");
    ArrayNode checks = answer.putArray("checks");
    for (GatewayHealth.Check check : health.checks()) {
      ObjectNode one =
          checks.addObject().put("name", check.name()).put("state", check.state().name());
      if (explained) {
        one.put("explanation", check.explanation());
      }
    }
    return AdminJson.page(health.ready() ? 200 : 503, answer);
  }

  private AdminPage reloadPolicy(Administration by, JsonNode body) {
    AdminJson.requireKnown(body, List.of());
    try {
      String outcome = actions.reloadPolicy();
      by.did(Action.RELOAD_POLICY, "", outcome);
      return AdminJson.page(200, AdminJson.object().put("outcome", outcome));
    } catch (ConfigurationException e) {
      by.did(Action.RELOAD_POLICY, "", "failed: " + e.getMessage());
      throw e;
    }
  }

  private AdminPage reloadCertificates(Administration by, JsonNode body) {
    AdminJson.requireKnown(body, List.of());
    actions.reloadCertificates(by);
    return AdminJson.page(200, AdminJson.object().put("outcome", "the certificates are in use"));
  }
}
