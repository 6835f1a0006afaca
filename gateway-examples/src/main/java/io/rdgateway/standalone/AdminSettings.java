/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.tls.TlsSource;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where and for whom an admin listener works.
 *
 * @param listen the address; port 0 lets the system choose
 * @param secret what administrators have to know
 * @param tls the certificate; null for plain HTTP
 * @param insecurePlainHttp whether plain HTTP may leave the machine
 * @param openMetrics whether the metrics need no secret
 * @param names what clients may call the listener, besides its addresses and {@code localhost}; in
 *     lower case
 * @param requestTime for a client to ask, and again to take the answer
 * @param wrongSecretTime for which the answer to a wrong secret is held back
 */
public record AdminSettings(
    InetSocketAddress listen,
    AdminSecret secret,
    TlsSource.@Nullable Loader tls,
    boolean insecurePlainHttp,
    boolean openMetrics,
    Set<String> names,
    Duration requestTime,
    Duration wrongSecretTime) {
  private static final Duration REQUEST_TIME = Duration.ofSeconds(10);
  private static final Duration WRONG_SECRET_TIME = Duration.ofSeconds(1);

  /** Checks the address. */
  public AdminSettings {
    names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    if (listen.isUnresolved()) {
      throw new ConfigurationException(
          "The admin listener cannot resolve " + listen.getHostString() + "; name an address.");
    }
    if (!listen.getAddress().isLoopbackAddress() && tls == null && !insecurePlainHttp) {
      throw new ConfigurationException(
          "The admin listener would send its secret over the network in clear text; listen on"
              + " 127.0.0.1, give it a certificate, or say insecure-plain-http.");
    }
  }

  /**
   * Plain HTTP, which has to be on loopback, with metrics behind the secret.
   *
   * @param listen where
   * @param secret what administrators have to know
   * @return the settings
   * @throws ConfigurationException if the address is none of loopback
   */
  public static AdminSettings loopback(InetSocketAddress listen, AdminSecret secret) {
    return new AdminSettings(
        listen, secret, null, false, false, Set.of(), REQUEST_TIME, WRONG_SECRET_TIME);
  }

  /**
   * TLS on any address.
   *
   * @param listen where
   * @param secret what administrators have to know
   * @param tls the certificate, read once
   * @param names what clients may call the listener, besides its addresses
   * @return the settings
   */
  public static AdminSettings tls(
      InetSocketAddress listen, AdminSecret secret, TlsSource.Loader tls, Set<String> names) {
    return new AdminSettings(
        listen, secret, tls, false, false, names, REQUEST_TIME, WRONG_SECRET_TIME);
  }

  /**
   * Plain HTTP on any address: whoever is on the path reads the secret.
   *
   * @param listen where
   * @param secret what administrators have to know
   * @param names what clients may call the listener, besides its addresses
   * @return the settings
   */
  public static AdminSettings insecurePlainHttp(
      InetSocketAddress listen, AdminSecret secret, Set<String> names) {
    return new AdminSettings(
        listen, secret, null, true, false, names, REQUEST_TIME, WRONG_SECRET_TIME);
  }

  /**
   * The same with metrics for everybody who reaches the listener.
   *
   * @return the settings
   */
  public AdminSettings withOpenMetrics() {
    return new AdminSettings(
        listen, secret, tls, insecurePlainHttp, true, names, requestTime, wrongSecretTime);
  }

  /** The same with other times, for tests. */
  AdminSettings withTimes(Duration request, Duration wrongSecret) {
    return new AdminSettings(
        listen, secret, tls, insecurePlainHttp, openMetrics, names, request, wrongSecret);
  }
}
