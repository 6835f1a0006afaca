/**
 * The gateway as a program: the commands of {@code rdgateway.jar} and what they are made of. Not an
 * API; applications embed the gateway with {@link io.rdgateway.GatewayServer}.
 */
@NullMarked
package io.rdgateway.standalone;

import org.jspecify.annotations.NullMarked;
