/**
 * NTLM (MS-NLMP), both sides: NTLMv2 only, with a message integrity code, the server's target
 * information echoed unchanged, and channel bindings.
 *
 * <p>{@link io.rdgateway.auth.ntlm.NtlmAuthenticator} leads the conversation at the gateway; a
 * {@link io.rdgateway.auth.ntlm.NtlmVerifier} judges the client's proof. {@link
 * io.rdgateway.auth.ntlm.NtlmClientCredentials} is the other end of the conversation.
 *
 * <p>NTLM is old and weak next to Kerberos: its exchange can be attacked offline by whoever sees it
 * inside TLS, and every verifier needs a secret that is as good as the password. Offer it only
 * where clients have nothing else.
 */
@NullMarked
package io.rdgateway.auth.ntlm;

import org.jspecify.annotations.NullMarked;
