/**
 * The gateway as an application sees it: start a {@code GatewayServer} with a TLS source, an
 * authenticator and a policy, look at its tunnels, listen to its events.
 */
@NullMarked
package io.rdgateway;

import org.jspecify.annotations.NullMarked;
