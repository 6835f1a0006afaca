/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells people how to connect with the clients that they have. */
public final class Instructions {
  private static final int HTTPS = 443;

  private final QuickStartFolder folder;
  private final GatewayCertificate certificate;
  private final QuickStartUsers users;
  private final @Nullable HostPort target;
  private final InetSocketAddress listen;
  private final HostPort gateway;

  /**
   * The instructions for one gateway.
   *
   * @param folder what it runs with
   * @param listen where it listens
   */
  public Instructions(QuickStartFolder folder, InetSocketAddress listen) {
    this.folder = folder;
    this.listen = listen;
    certificate = folder.certificate();
    users = folder.users();
    target = folder.policy().target();
    gateway = new HostPort(certificate.name(), listen.getPort());
  }

  /**
   * Writes {@code quickstart.rdp} and prints what to do.
   *
   * @param say takes the lines
   */
  public void give(Consumer<String> say) {
    Path file = folder.path().resolve("quickstart.rdp");
    RdpFiles.write(file, gateway, target, QuickStartUsers.DOMAIN + "\\" + users.name());
    say.accept("");
    if (target == null) {
      say.accept("The policy opens no host yet: start again with --target HOST, which stands for");
      say.accept("your RDP host below.");
      say.accept("");
    }
    if (nameNeedsResolving()) {
      say.accept("Clients have to find the gateway by its name; without DNS add this line to the");
      say.accept("hosts file of their machine (/etc/hosts):");
      say.accept("  " + address() + " " + gateway.host());
      say.accept("");
    }
    freeRdp(say);
    say.accept("");
    mstsc(file, say);
  }

  private void freeRdp(Consumer<String> say) {
    String host = target == null ? "HOST" : target.toString();
    String user = users.name();
    say.accept("FreeRDP 2:");
    say.accept(
        "  xfreerdp /v:%s /g:%s /gu:%s /gp:%s /gt:http"
            .formatted(host, gateway, user, users.shownPassword()));
    say.accept("FreeRDP 3:");
    say.accept(
        "  xfreerdp3 /v:%s /gateway:g:%s,u:%s,p:%s,type:http"
            .formatted(host, gateway, user, users.shownPassword()));
    if (gateway.port() != HTTPS) {
      say.accept(
          "  Debian's FreeRDP 3.10.3 ignores the gateway's port and always uses 443; for it start");
      say.accept(
          "  the gateway with --listen "
              + on443()
              + " (a port below 1024 may need root or CAP_NET_BIND_SERVICE).");
    }
    say.accept("Both ask for the user of the host, and whether to trust the certificate. Its");
    say.accept("SHA-256 fingerprint is " + certificate.fingerprint());
  }

  /** Not 127.0.0.1, whose port 443 is often taken. */
  private String on443() {
    return listen.getAddress().isLoopbackAddress()
        ? "127.0.0.2:443"
        : new HostPort(listen.getAddress().getHostAddress(), HTTPS).toString();
  }

  private void mstsc(Path file, Consumer<String> say) {
    say.accept("Windows (mstsc):");
    if (listen.getAddress().isLoopbackAddress()) {
      say.accept("  The gateway listens for this machine only; for others start it with");
      say.accept("  --listen 0.0.0.0:443 --name NAME.");
    }
    say.accept("  1. Copy " + file + " and " + certificate.file() + " to the Windows machine.");
    say.accept("  2. Trust the certificate, for the current user:");
    say.accept("       certutil -user -addstore Root certificate.pem");
    say.accept("     or, as an administrator, for the computer:");
    say.accept("       certutil -addstore Root certificate.pem");
    if (nameNeedsResolving()) {
      say.accept("  3. Unless its DNS knows " + gateway.host() + ", add the line above to");
      say.accept("     C:\\Windows\\System32\\drivers\\etc\\hosts as an administrator.");
    }
    say.accept("  Then run \"mstsc quickstart.rdp\" and sign in to the gateway as");
    say.accept("  " + QuickStartUsers.DOMAIN + "\\" + users.name() + ".");
  }

  private boolean nameNeedsResolving() {
    return !gateway.host().equals("localhost") && !gateway.host().matches("[0-9.]+|.*:.*");
  }

  private String address() {
    return listen.getAddress().isAnyLocalAddress()
        ? "ADDRESS-OF-THIS-MACHINE"
        : listen.getAddress().getHostAddress();
  }
}
