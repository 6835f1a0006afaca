/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import io.rdgateway.standalone.config.GatewayConfig;
import io.rdgateway.standalone.config.RadiusConfig;
import io.rdgateway.standalone.config.SignInConfig;
import io.rdgateway.standalone.config.SignInConfig.Binding;
import io.rdgateway.standalone.config.SignInConfig.Method;
import java.util.ArrayList;
import java.util.List;

/** Combinations that are allowed and do not do what most people expect of them. */
record SignInTraps(GatewayConfig config) implements Check {
  @Override
  public String subject() {
    return "sign-in";
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    binding(findings);
    radius(findings);
    proxies(findings);
    return findings.isEmpty()
        ? List.of(Finding.ok("The methods of sign-in go together."))
        : findings;
  }

  private void binding(List<Finding> findings) {
    SignInConfig signIn = config.signIn();
    boolean binds =
        signIn.methods().contains(Method.NTLM) || signIn.methods().contains(Method.KERBEROS);
    if (!binds) {
      return;
    }
    if (signIn.channelBinding() == Binding.INSECURE_OFF) {
      findings.add(
          Finding.warning(
              "Channel bindings are not looked at: somebody between client and gateway can use the"
                  + " client's sign-in for another.",
              "write \"channel-binding: when-sent\" and name proxies' certificates"));
    } else if (config.tls().certificate() == null && signIn.proxyCertificates().isEmpty()) {
      findings.add(
          Finding.problem(
              "A proxy ends TLS, and clients bind their sign-in to its certificate, which the gateway"
                  + " does not know: it refuses them.",
              "name the proxy's certificate in \"proxy-certificates\""));
    }
  }

  private void proxies(List<Finding> findings) {
    if (config.tls().certificate() == null && config.proxies() == null) {
      findings.add(
          Finding.warning(
              "A proxy stands in front, and the gateway is not told to believe what it says of"
                  + " clients: all of them count as one address, for policies, limits and guesses.",
              "add the block \"proxies\""));
    }
  }

  private void radius(List<Finding> findings) {
    RadiusConfig radius = config.radius();
    boolean signsIn = radius != null && radius.uses().contains(RadiusConfig.Use.SIGN_IN);
    boolean decides = radius != null && radius.uses().contains(RadiusConfig.Use.CONNECTION_POLICY);
    if (signsIn && !decides && config.signIn().methods().size() > 1) {
      findings.add(
          Finding.warning(
              "RADIUS judges only the passwords of Basic; who signs in by another method is never"
                  + " asked for RADIUS's second factor.",
              "add connection-policy to \"use\" under \"radius\", or offer basic alone"));
    }
  }
}
