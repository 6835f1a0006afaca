/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An authority made and served by OpenSSL, with its responder at a port that the system chose. */
final class OpenSslAuthority implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final Pattern ACCEPT = Pattern.compile("ACCEPT \\S+:(\\d+) ");

  private final Path folder;
  private final Child responder;

  private OpenSslAuthority(Path folder, Child responder) {
    this.folder = folder;
    this.responder = responder;
  }

  static OpenSslAuthority start(Path folder) throws IOException {
    Files.createFile(folder.resolve("index.txt"));
    openSsl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=users -days 2"
            + " -keyout %1$s/ca.key -out %1$s/ca.pem",
        folder);
    Child responder =
        Child.start(
            folder.resolve("ocsp.log"),
            Map.of(),
            command(
                "ocsp -port 0 -index %1$s/index.txt -CA %1$s/ca.pem -rsigner %1$s/ca.pem"
                    + " -rkey %1$s/ca.key -nmin 60",
                folder));
    OpenSslAuthority authority = new OpenSslAuthority(folder, responder);
    if (!Await.until(BOUND, () -> ACCEPT.matcher(responder.output()).find())) {
      authority.close();
      throw new AssertionError("the responder does not start: " + responder.output());
    }
    return authority;
  }

  private int port() {
    Matcher matcher = ACCEPT.matcher(responder.output());
    if (!matcher.find()) {
      throw new AssertionError("the responder does not tell its port: " + responder.output());
    }
    return Integer.parseInt(matcher.group(1));
  }

  X509Certificate certificate() throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(folder.resolve("ca.pem"))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /** Makes {@code name.pem} and {@code name.key} for a user of this principal name. */
  void issue(String name, String principalName) throws IOException {
    Files.writeString(
        folder.resolve("ca.cnf"),
        """
        [ca]
        default_ca = users
        [users]
        database = %1$s/index.txt
        new_certs_dir = %1$s
        rand_serial = yes
        certificate = %1$s/ca.pem
        private_key = %1$s/ca.key
        default_md = sha256
        default_days = 1
        policy = names
        x509_extensions = user
        [names]
        commonName = supplied
        [user]
        keyUsage = critical, digitalSignature
        extendedKeyUsage = clientAuth
        subjectAltName = otherName:1.3.6.1.4.1.311.20.2.3;UTF8:%2$s
        authorityInfoAccess = OCSP;URI:http://127.0.0.1:%3$d/
        """
            .formatted(folder, principalName, port()));
    openSsl(
        "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN="
            + name
            + " -keyout %1$s/"
            + name
            + ".key -out %1$s/"
            + name
            + ".csr",
        folder);
    openSsl(
        "ca -batch -notext -config %1$s/ca.cnf -in %1$s/"
            + name
            + ".csr -out %1$s/"
            + name
            + ".pem",
        folder);
    makeResponderNotice(name);
  }

  void revoke(String name) {
    openSsl("ca -config %1$s/ca.cnf -revoke %1$s/" + name + ".pem", folder);
    makeResponderNotice(name);
  }

  /** It looks for changes before it waits for a question, so the first question comes too soon. */
  private void makeResponderNotice(String name) {
    openSsl(
        "ocsp -noverify -issuer %1$s/ca.pem -cert %1$s/"
            + name
            + ".pem -url http://127.0.0.1:"
            + port()
            + "/",
        folder);
  }

  private static void openSsl(String arguments, Path folder) {
    Peers.run("", command(arguments, folder).toArray(String[]::new));
  }

  private static List<String> command(String arguments, Path folder) {
    return List.of(
        (Peers.program("openssl", "openssl") + " " + arguments.formatted(folder)).split(" "));
  }

  @Override
  public void close() {
    responder.close();
  }
}
