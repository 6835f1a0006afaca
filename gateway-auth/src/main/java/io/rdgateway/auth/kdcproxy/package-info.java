/**
 * Lets clients outside reach the Kerberos KDCs of configured realms through the gateway's own port;
 * see {@link io.rdgateway.auth.kdcproxy.KdcProxy}.
 */
@NullMarked
package io.rdgateway.auth.kdcproxy;

import org.jspecify.annotations.NullMarked;
