/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.certificate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/**
 * One request to an authority, bounded in size and time. Follows no redirect and presents no
 * credentials, whatever the application has set up for others.
 */
final class Fetch {
  private Fetch() {}

  /** Whether we speak the scheme. Active Directory also names {@code ldap:} places. */
  static boolean isPossible(String uri) {
    return uri.regionMatches(true, 0, "http://", 0, 7)
        || uri.regionMatches(true, 0, "https://", 0, 8);
  }

  static byte[] get(String uri, int maxBytes, Budget budget) throws IOException {
    return ask(uri, null, "", maxBytes, budget);
  }

  static byte[] post(String uri, byte[] body, String type, int maxBytes, Budget budget)
      throws IOException {
    return ask(uri, body, type, maxBytes, budget);
  }

  private static byte[] ask(
      String uri, byte @Nullable [] body, String type, int maxBytes, Budget budget)
      throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url(uri).openConnection();
    try {
      connection.setAuthenticator(new NoCredentials());
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setConnectTimeout(budget.millisLeft());
      connection.setReadTimeout(budget.millisLeft());
      if (body != null) {
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Content-Type", type);
        connection.getOutputStream().write(body);
      }
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("the status is " + connection.getResponseCode());
      }
      try (InputStream in = connection.getInputStream()) {
        return read(in, maxBytes, budget);
      }
    } finally {
      connection.disconnect();
    }
  }

  private static URL url(String uri) throws IOException {
    try {
      return URI.create(uri).toURL();
    } catch (IllegalArgumentException e) {
      throw new IOException("not an address", e);
    }
  }

  /** Looks at the time after each read, since every byte may take as long as the time-out. */
  private static byte[] read(InputStream in, int maxBytes, Budget budget) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8 << 10];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      if (out.size() > maxBytes) {
        throw new IOException("the answer is longer than " + maxBytes + " bytes");
      }
      budget.millisLeft();
    }
    return out.toByteArray();
  }

  /** Answers nobody's question for a password. */
  private static final class NoCredentials extends Authenticator {}
}
