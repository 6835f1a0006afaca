/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.examples;

import io.rdgateway.GatewayServer;
import io.rdgateway.auth.Authenticators;
import io.rdgateway.auth.basic.BasicAuthenticator;
import io.rdgateway.auth.ntlm.NtlmAuthenticator;
import io.rdgateway.auth.ntlm.NtlmVerifier;
import io.rdgateway.auth.ntlm.TargetNames;
import io.rdgateway.auth.store.MemoryUserStore;
import io.rdgateway.auth.throttle.SignInThrottle;
import io.rdgateway.standalone.EventLog;
import io.rdgateway.standalone.HostPort;
import io.rdgateway.standalone.Instructions;
import io.rdgateway.standalone.LivePolicy;
import io.rdgateway.standalone.PolicyWatch;
import io.rdgateway.standalone.QuickStartFolder;
import io.rdgateway.standalone.QuickStartUsers;
import io.rdgateway.standalone.SelfCheck;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A gateway in one command: what it needs is made in a folder, and a check of it all. */
@Command(name = "quickstart", description = "Starts a gateway, checks it, says how to connect.")
public final class QuickStart implements Callable<Integer> {
  @Option(names = "--listen", paramLabel = "ADDR:PORT", description = "Default: ${DEFAULT-VALUE}.")
  private String listen = "127.0.0.1:8443";

  @Option(names = "--name", paramLabel = "HOSTNAME", description = "What clients call the gateway.")
  private @Nullable String name;

  @Option(names = "--target", paramLabel = "HOST[:PORT]", description = "The only host to open.")
  private @Nullable String target;

  @Option(names = "--user", paramLabel = "NAME", description = "Sets the user anew.")
  private @Nullable String user;

  @Option(names = "--password", paramLabel = "WORD", description = "Goes with --user; ps shows it.")
  private @Nullable String password;

  @Option(names = "--once", description = "Ends after the check; 1 if it failed.")
  private boolean once;

  private final Path folder;
  private final PrintWriter out;

  public QuickStart(Path folder, PrintWriter out) {
    this.folder = folder;
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    InetSocketAddress address = HostPort.listener(listen);
    HostPort wanted = target == null ? null : HostPort.target(target);
    QuickStartFolder kept =
        QuickStartFolder.open(folder, address, name, wanted, user, password, out::println);
    MemoryUserStore users = new MemoryUserStore(QuickStartUsers.DOMAIN);
    users.replaceAll(kept.users().all());
    var signIn =
        SignInThrottle.create()
            .around(
                Authenticators.combine(
                    NtlmAuthenticator.builder(
                            NtlmVerifier.of(users), TargetNames.standAlone(QuickStartUsers.DOMAIN))
                        .build(),
                    new BasicAuthenticator(users),
                    kept.tokens().authenticator()));
    LivePolicy policy = new LivePolicy(kept.policy().rules());
    EventLog events = new EventLog();
    try (GatewayServer gateway =
        GatewayServer.builder(kept.certificate().source(), signIn, policy)
            .bind(address)
            .limits(kept.policy().limits())
            .listener(events)
            .build()
            .start()) {
      InetSocketAddress bound = gateway.addresses().get(0);
      boolean passed =
          new SelfCheck(kept.certificate(), bound, users, policy, out::println)
              .run(wanted == null, kept.policy().target());
      new Instructions(kept, bound).give(out::println);
      if (once) {
        return passed ? 0 : 1;
      }
      events.begin();
      PolicyWatch.serve(kept, policy, gateway, out::println);
      return 0;
    }
  }
}
