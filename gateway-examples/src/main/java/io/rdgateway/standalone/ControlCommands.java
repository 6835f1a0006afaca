/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The commands for a running gateway, by way of its admin listener. They are the program's own; the
 * others are added to it.
 */
@Command(
    name = "rdgateway",
    description = "A Remote Desktop Gateway (MS-TSGU).",
    synopsisSubcommandLabel = "COMMAND")
final class ControlCommands {
  private static final int NOT_WELL = 1;
  private static final long LOOK_MILLIS = 500;

  private final Path folder;
  private final PrintWriter out;

  ControlCommands(Path folder, PrintWriter out) {
    this.folder = folder;
    this.out = out;
  }

  private int show(AdminOptions options, JsonNode answer, String sentence) {
    out.println(options.json() ? AdminJson.text(answer) : sentence);
    return 0;
  }

  @Command(description = "Lists the open tunnels of a running gateway.")
  int tunnels(@Mixin AdminOptions options) throws InterruptedException {
    JsonNode answer = options.client(folder).ask("GET", "tunnels", null);
    if (options.json()) {
      out.println(AdminJson.text(answer));
    } else {
      TunnelTable.print(answer.path("tunnels"), out);
    }
    return 0;
  }

  @Command(description = "Ends tunnels of a running gateway.")
  int disconnect(
      @Mixin AdminOptions options,
      @Mixin AdminTargets targets,
      @Option(names = "--reason", paramLabel = "TEXT", description = "For the log.")
          @Nullable String reason)
      throws InterruptedException {
    ObjectNode body = AdminJson.object();
    if (targets.write(body) != 1) {
      throw AdminTargets.ambiguous("--tunnel, --user and --resource");
    }
    if (reason != null) {
      body.put("reason", reason);
    }
    JsonNode answer = options.client(folder).ask("POST", "disconnect", body);
    return show(options, answer, "Tunnels that were ended: " + answer.path("disconnected").asInt());
  }

  @Command(description = "Shows users of a running gateway a text.")
  int message(
      @Mixin AdminOptions options,
      @Mixin AdminTargets targets,
      @Option(names = "--all", description = "Everybody.") boolean all,
      @Option(names = "--text", paramLabel = "TEXT", required = true, description = "To show.")
          String text)
      throws InterruptedException {
    ObjectNode body = AdminJson.object().put("text", text);
    if (targets.write(body) + (all ? 1 : 0) != 1) {
      throw AdminTargets.ambiguous("--tunnel, --user, --resource and --all");
    }
    if (all) {
      body.put("all", true);
    }
    JsonNode answer = options.client(folder).ask("POST", "message", body);
    return show(
        options,
        answer,
        "Sent to "
            + answer.path("sent").asInt()
            + " of "
            + answer.path("tunnels").asInt()
            + "; the other clients cannot show messages, or have no host yet.");
  }

  @Command(
      description = {
        "Takes no new tunnels, waits for those that are there, ends the rest.",
        "Returns 1 if the gateway takes new tunnels again meanwhile."
      })
  int drain(
      @Mixin AdminOptions options,
      @Option(
              names = "--grace",
              paramLabel = "SECONDS",
              defaultValue = "300",
              description = "After which the rest is ended. Default: ${DEFAULT-VALUE}.")
          int grace,
      @Option(names = "--no-wait", description = "Returns at once.") boolean noWait)
      throws InterruptedException {
    AdminClient client = options.client(folder);
    JsonNode answer = client.ask("POST", "drain", AdminJson.object().put("graceSeconds", grace));
    CountDownLatch never = new CountDownLatch(1);
    int shown = -1;
    while (!noWait && answer.path("draining").asBoolean() && answer.path("tunnels").asInt() > 0) {
      if (answer.path("tunnels").asInt() != shown && !options.json()) {
        shown = answer.path("tunnels").asInt();
        out.println(
            "Tunnels left: " + shown + ", for " + answer.path("secondsLeft").asLong() + " s.");
      }
      if (never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts this latch down");
      }
      answer = client.ask("GET", "drain", null);
    }
    if (!answer.path("draining").asBoolean()) {
      show(options, answer, "Somebody has let the gateway take new tunnels again.");
      return NOT_WELL;
    }
    return show(
        options,
        answer,
        answer.path("tunnels").asInt() == 0
            ? "Drained: no tunnel is left, new ones are refused until \"resume\"."
            : "New tunnels are refused; tunnels left: " + answer.path("tunnels").asInt());
  }

  @Command(description = "Takes new tunnels again after \"drain\".")
  int resume(@Mixin AdminOptions options) throws InterruptedException {
    JsonNode answer = options.client(folder).ask("POST", "resume", null);
    return show(options, answer, "New tunnels are taken.");
  }

  @Command(description = "Reads the policy, the certificates or both again.")
  int reload(
      @Mixin AdminOptions options,
      @Option(names = "--policy", description = "The policy alone.") boolean policy,
      @Option(names = "--certificates", description = "The certificates alone.")
          boolean certificates)
      throws InterruptedException {
    AdminClient client = options.client(folder);
    boolean both = policy == certificates;
    for (String what :
        both ? List.of("policy", "certificates") : List.of(policy ? "policy" : "certificates")) {
      JsonNode answer = client.ask("POST", "reload-" + what, null);
      show(options, answer, Printable.whole(answer.path("outcome").asText()));
    }
    return 0;
  }

  @Command(description = {"Says whether a running gateway is well.", "Returns 1 if it is not."})
  int health(@Mixin AdminOptions options) throws InterruptedException {
    JsonNode answer = options.client(folder).ask("GET", "health", null);
    String status = answer.path("status").asText();
    show(options, answer, Printable.text(status));
    for (JsonNode check : answer.path("checks")) {
      if (!options.json() && !check.path("state").asText().equals("GOOD")) {
        out.println(
            Printable.text(check.path("name").asText())
                + ": "
                + Printable.whole(check.path("explanation").asText()));
      }
    }
    return status.equals("up") ? 0 : NOT_WELL;
  }
}
