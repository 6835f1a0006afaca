/**
 * Kerberos 5 (RFC 4120, RFC 4121, MS-KILE), the server's side.
 *
 * <p>{@link io.rdgateway.auth.kerberos.KerberosAcceptor} accepts tickets as a mechanism of {@link
 * io.rdgateway.auth.negotiate.NegotiateAuthenticator}; {@link
 * io.rdgateway.auth.kerberos.KerberosAccounts} says who the owner of a ticket is to the gateway.
 */
@NullMarked
package io.rdgateway.auth.kerberos;

import org.jspecify.annotations.NullMarked;
