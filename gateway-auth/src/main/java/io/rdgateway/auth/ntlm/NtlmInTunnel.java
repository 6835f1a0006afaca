/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

import io.rdgateway.client.ClientSignIn;
import io.rdgateway.client.InTunnelSignIn;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SSPI_NTLM: the same messages inside the tunnel, without any coding. */
final class NtlmInTunnel implements ClientSignIn, InTunnelSignIn {
  private final NtlmInitiator initiator;
  private boolean proved;

  NtlmInTunnel(NtlmInitiator initiator) {
    this.initiator = initiator;
  }

  @Override
  public @Nullable String authorization(List<String> challenges) {
    return null;
  }

  @Override
  public InTunnelSignIn inTunnel() {
    return this;
  }

  @Override
  public byte[] next(byte[] message) throws IOException {
    if (message.length == 0) {
      return initiator.negotiate();
    }
    if (proved) {
      throw new ProtocolException("the gateway asks for a second proof");
    }
    proved = true;
    return initiator.authenticate(message);
  }
}
