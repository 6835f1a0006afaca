/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.tls;

import java.math.BigInteger;
import java.security.interfaces.RSAPrivateKey;
import org.jspecify.annotations.Nullable;

/** A private key whose encoding cannot be had, like one inside a token. */
@SuppressWarnings("serial") // never serialized
final class KeyInToken implements RSAPrivateKey {
  private final RSAPrivateKey key;

  KeyInToken(RSAPrivateKey key) {
    this.key = key;
  }

  @Override
  public BigInteger getPrivateExponent() {
    return key.getPrivateExponent();
  }

  @Override
  public BigInteger getModulus() {
    return key.getModulus();
  }

  @Override
  public String getAlgorithm() {
    return "RSA";
  }

  @Override
  public @Nullable String getFormat() {
    return null;
  }

  @Override
  public byte @Nullable [] getEncoded() {
    return null;
  }
}
