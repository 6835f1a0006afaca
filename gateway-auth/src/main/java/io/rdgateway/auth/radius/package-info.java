/**
 * A RADIUS client (RFC 2865, 2866, 2869, 5080, 5997) made for servers that ask the user: sign-ins
 * by password, the connection policy of Microsoft's central store, accounting.
 *
 * <p>Packets are encoded here and not by a library, because their safety lies in what the codec
 * does: Message-Authenticator goes first, digests are taken over the very bytes that came, secrets
 * are compared in constant time, and what another vendor put into its own attributes never makes a
 * reply unreadable.
 */
@NullMarked
package io.rdgateway.auth.radius;

import org.jspecify.annotations.NullMarked;
