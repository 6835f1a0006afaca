/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth;

import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.spi.EndPointBinding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the channel binding that a client may send inside NTLM (Extended Protection,
 * MS-NLMP 3.2.5.1.2) or Kerberos (RFC 4121, section 4.1.1.2). A binding that matches proves that
 * nobody sits between client and gateway with another certificate.
 */
public enum ChannelBindingPolicy {
  /**
   * Not looked at. Behind a proxy that ends TLS with a certificate of its own, naming that
   * certificate to the acceptor is better: {@link #furtherBindings}.
   */
  OFF,

  /**
   * A binding that is sent must match. None, or one of zeros, which is how some clients say that
   * they have none, passes.
   */
  WHEN_SENT,

  /**
   * A binding must be sent and match. Windows sends one; FreeRDP 3.10 does with NTLM, but neither
   * it nor curl 7.88 does with Kerberos.
   */
  REQUIRED;

  /**
   * Judges a binding.
   *
   * @param sent the value from the message; null for none
   * @param binding of the connection; null when it has none, which no value can match
   * @param further what else clients may be bound to: certificates of proxies in front
   * @return whether the sign-in may go on
   */
  public boolean accepts(
      byte @Nullable [] sent,
      @Nullable EndPointBinding binding,
      Collection<EndPointBinding> further) {
    if (this == OFF) {
      return true;
    }
    if (isNone(sent)) {
      return this == WHEN_SENT;
    }
    return (binding != null && MessageDigest.isEqual(sent, hash(binding)))
        || further.stream().anyMatch(one -> MessageDigest.isEqual(sent, hash(one)));
  }

  /**
   * What clients bind themselves to that see other certificates than the gateway's own.
   *
   * @param certificates of the proxies in front that end TLS
   * @return their bindings
   * @throws ConfigurationException if one has none, since its signature has no digest of its own
   */
  public static Set<EndPointBinding> furtherBindings(Collection<X509Certificate> certificates) {
    Set<EndPointBinding> bindings = new HashSet<>();
    for (X509Certificate certificate : certificates) {
      try {
        EndPointBinding binding = EndPointBinding.of(certificate);
        if (binding == null) {
          throw new ConfigurationException(
              "The certificate of "
                  + certificate.getSubjectX500Principal()
                  + " has no channel binding, because its signature has no digest of its own; a"
                  + " proxy needs one signed by RSA or ECDSA.");
        }
        bindings.add(binding);
      } catch (GeneralSecurityException e) {
        throw new ConfigurationException(
            "The certificate of "
                + certificate.getSubjectX500Principal()
                + " is signed with a digest that this Java does not have.",
            e);
      }
    }
    return Set.copyOf(bindings);
  }

  /**
   * Whether a value stands for no binding.
   *
   * @param sent the value from the message
   * @return true for null and for zeros
   */
  public static boolean isNone(byte @Nullable [] sent) {
    return sent == null || MessageDigest.isEqual(sent, new byte[sent.length]);
  }

  /**
   * The value that a client sends for a connection: MD5 over gss_channel_bindings_struct (RFC 2744,
   * section 3.11) without addresses.
   *
   * @param binding of the connection
   * @return 16 bytes
   */
  public static byte[] hash(EndPointBinding binding) {
    byte[] data = binding.applicationData();
    int addresses = 4 * Integer.BYTES;
    byte[] struct =
        ByteBuffer.allocate(addresses + Integer.BYTES + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .position(addresses)
            .putInt(data.length)
            .put(data)
            .array();
    try {
      return MessageDigest.getInstance("MD5").digest(struct);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no MD5, which channel bindings need", e);
    }
  }
}
