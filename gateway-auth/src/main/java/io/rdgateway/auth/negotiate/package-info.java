/**
 * SPNEGO (RFC 4178, MS-SPNG), the server's side, over mechanisms behind one interface.
 *
 * <p>{@link io.rdgateway.auth.negotiate.NegotiateAuthenticator} serves the scheme Negotiate (RFC
 * 4559) whatever a client sends under it: SPNEGO with Kerberos or NTLM inside, and either of them
 * bare. A principal says which of the two it was: its scheme is {@code Kerberos} or {@code NTLM},
 * never {@code Negotiate}.
 */
@NullMarked
package io.rdgateway.auth.negotiate;

import org.jspecify.annotations.NullMarked;
