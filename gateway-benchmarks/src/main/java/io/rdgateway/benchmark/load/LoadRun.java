/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** One run of a plan: open, warm up, measure, end. */
final class LoadRun {

  /** Runs a step on the event loop when a time is over. */
  interface Alarm {
    void set(Duration time, Runnable step);
  }

  private final EventLoop loop;
  private final Clients clients;
  private final Target target;
  private final Plan plan;
  private final Collection<Long> pids;
  private final ByteBuf bulkMessage;
  private final ByteBuf echoMessage;
  private final Counters counters;
  private final Alarm alarm;
  private final CompletableFuture<Line> result = new CompletableFuture<>();

  /**
   * A run.
   *
   * @param pids the processes of what is measured
   */
  LoadRun(Engine engine, Clients clients, Target target, Plan plan, Collection<Long> pids) {
    this(
        engine.loop(),
        clients,
        target,
        plan,
        pids,
        new Counters(),
        (time, step) -> engine.loop().schedule(step, time.toMillis(), TimeUnit.MILLISECONDS));
  }

  LoadRun(
      EventLoop loop,
      Clients clients,
      Target target,
      Plan plan,
      Collection<Long> pids,
      Counters counters,
      Alarm alarm) {
    this.loop = loop;
    this.counters = counters;
    this.alarm = alarm;
    this.clients = clients;
    this.target = target;
    this.plan = plan;
    this.pids = pids;
    bulkMessage = clients.framing().message(new byte[plan.messageBytes()]);
    echoMessage = clients.framing().message(new byte[plan.echoBytes()]);
  }

  /** Begins; completes with the line of the result, or fails with what went wrong. */
  CompletableFuture<Line> start() {
    if (plan.scenario() == Scenario.SETUP) {
      SetupRun setups = new SetupRun(clients, counters);
      loop.execute(() -> setups.start(plan.tunnels()));
      measure(setups::stop);
      return result;
    }
    List<EchoRole> echoes = new ArrayList<>();
    List<Role> roles = new ArrayList<>();
    IntStream.range(0, plan.tunnels()).forEach(i -> roles.add(role(echoes)));
    IntStream.range(0, plan.bulk()).forEach(i -> roles.add(new SourceRole(counters)));
    Fleet fleet = new Fleet(loop, clients, counters);
    fleet
        .open(roles)
        .whenComplete(
            (done, error) -> {
              if (error != null) {
                fleet.close();
                result.completeExceptionally(error);
                return;
              }
              fleet.start();
              if (echoes.isEmpty()) {
                measure(fleet::close);
              } else {
                Pulse pulse = new Pulse(loop, echoes, plan.echoesPerSecond());
                pulse.start();
                measure(
                    () -> {
                      pulse.stop();
                      fleet.close();
                    });
              }
            });
    return result;
  }

  private Role role(List<EchoRole> echoes) {
    return switch (plan.scenario()) {
      case SOURCE -> new SourceRole(counters);
      case SINK -> new SinkRole(bulkMessage);
      case ECHO -> {
        EchoRole echo = new EchoRole(counters, echoMessage, plan.echoBytes());
        echoes.add(echo);
        yield echo;
      }
      case IDLE -> new Role(Target.IDLE);
      case SETUP -> throw new IllegalStateException("set-ups have no roles");
    };
  }

  private void measure(Runnable end) {
    alarm.set(plan.warmUp(), () -> open(end));
  }

  private void open(Runnable end) {
    try {
      Window window = new Window(counters, target, pids);
      alarm.set(plan.time(), () -> close(window, end));
    } catch (IOException e) {
      end.run();
      result.completeExceptionally(e);
    }
  }

  private void close(Window window, Runnable end) {
    try {
      Line line = window.result();
      end.run();
      result.complete(line);
    } catch (IOException e) {
      end.run();
      result.completeExceptionally(e);
    }
  }
}
