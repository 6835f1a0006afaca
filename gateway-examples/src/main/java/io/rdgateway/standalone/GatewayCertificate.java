/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.tls.SelfSignedCertificate;
import io.rdgateway.tls.TlsIdentity;
import io.rdgateway.tls.TlsSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The certificate in the folder of the quick start.
 *
 * @param name by which clients shall call the gateway
 * @param file where the certificate is, as PEM
 * @param source reads the certificate and its key
 * @param identity what the source yields now
 */
public record GatewayCertificate(
    String name, Path file, TlsSource.Loader source, TlsIdentity identity) {
  private static final Duration VALIDITY = Duration.ofDays(825);
  private static final Duration SLOW_CLOCKS = Duration.ofDays(1);

  /** Free in every certificate, so that trying another one of them needs no new certificate. */
  private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "127.0.0.2");

  /**
   * Reads the certificate, or makes one when there is none or the one that was made here does not
   * cover the name any more.
   *
   * @param folder holds {@code certificate.pem} and {@code key.pem}
   * @param wanted the name; null for the one used before or, failing that, one that suits the
   *     address
   * @param listen where the gateway will listen
   * @param clock the time from which a new certificate is valid
   * @param say hears what is done
   * @return the certificate
   * @throws ConfigurationException if the files cannot be used or written
   */
  public static GatewayCertificate open(
      Path folder,
      @Nullable String wanted,
      InetSocketAddress listen,
      InstantSource clock,
      Consumer<String> say) {
    Path file = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    TlsSource.Loader source = TlsSource.pem(file, key);
    if (Files.notExists(file) && Files.notExists(key)) {
      String name = wanted != null ? wanted : nameOf(listen);
      write(name, listen, clock, file, key);
      say.accept("Made a self-signed certificate for " + name + ": " + file);
      return new GatewayCertificate(name, file, source, source.load());
    }
    TlsIdentity kept = source.load();
    FolderFiles.warnIfOthersRead(key, say);
    String name = wanted != null ? wanted : nameOf(kept, listen);
    Set<String> missing = new LinkedHashSet<>(namesFor(name, listen));
    missing.removeAll(kept.names());
    if (missing.isEmpty() || !isSelfSigned(kept.certificate())) {
      return new GatewayCertificate(name, file, source, kept);
    }
    write(name, listen, clock, file, key);
    say.accept(
        "Made a new self-signed certificate, because the old one does not name "
            + String.join(", ", missing)
            + ": clients that trust the old one have to trust this one anew: "
            + file);
    return new GatewayCertificate(name, file, source, source.load());
  }

  /**
   * The digest that clients show.
   *
   * @return SHA-256 in lower-case with colons
   */
  public String fingerprint() {
    try {
      byte[] encoded = identity.certificate().getEncoded();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(encoded);
      return HexFormat.ofDelimiter(":").formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot digest a certificate", e);
    }
  }

  private static void write(
      String name, InetSocketAddress listen, InstantSource clock, Path file, Path key) {
    SelfSignedCertificate.generate(
            List.copyOf(namesFor(name, listen)),
            SelfSignedCertificate.KeyType.RSA_2048,
            clock.instant().minus(SLOW_CLOCKS),
            VALIDITY)
        .writePem(file, key);
  }

  private static Set<String> namesFor(String name, InetSocketAddress listen) {
    Set<String> names = new LinkedHashSet<>();
    names.add(name);
    if (!listen.getAddress().isAnyLocalAddress()) {
      names.add(listen.getAddress().getHostAddress());
    }
    names.addAll(THIS_MACHINE);
    return names;
  }

  /** A name that somebody chose stays; one that came from the address follows the address. */
  private static String nameOf(TlsIdentity kept, InetSocketAddress listen) {
    String first = kept.names().isEmpty() ? "localhost" : kept.names().get(0);
    boolean fromAddress = first.equals("localhost") || first.matches("[0-9.]+|.*:.*");
    return fromAddress && isSelfSigned(kept.certificate()) ? nameOf(listen) : first;
  }

  private static String nameOf(InetSocketAddress listen) {
    InetAddress address = listen.getAddress();
    if (address.isAnyLocalAddress()) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        throw new ConfigurationException(
            "This machine does not know its own name; give the name that clients use with --name.",
            e);
      }
    }
    String text = address.getHostAddress();
    return text.equals("127.0.0.1") ? "localhost" : text;
  }

  private static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
  }
}
