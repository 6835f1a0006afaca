/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.handler.ssl.OpenSsl;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What checks see of the machine.
 *
 * @param network what is around it
 * @param clock its time
 * @param roots the authorities that it knows
 * @param openFiles how many this process may have; empty where the system does not say
 * @param boringSsl whether BoringSSL loads
 */
record Surroundings(
    Network network,
    InstantSource clock,
    List<X509Certificate> roots,
    OptionalLong openFiles,
    boolean boringSsl) {

  static Surroundings ofThisMachine(InstantSource clock) {
    OptionalLong openFiles =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? OptionalLong.of(unix.getMaxFileDescriptorCount())
            : OptionalLong.empty();
    return new Surroundings(
        new SystemNetwork(), clock, systemRoots(), openFiles, OpenSsl.isAvailable());
  }

  private static List<X509Certificate> systemRoots() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      @Nullable KeyStore usual = null;
      factory.init(usual);
      return Stream.of(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .flatMap(manager -> Stream.of(manager.getAcceptedIssuers()))
          .toList();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot read its own authorities", e);
    }
  }
}
