/**
 * TLS client certificates: whether one is still good, and whose it is.
 *
 * <p>The handshake, which must not wait for anybody, has checked the chain before ({@link
 * io.rdgateway.tls.ClientTrust}). {@link io.rdgateway.auth.certificate.CertificateAuthenticator}
 * checks it again on a hook executor, asks whether a certificate has been revoked, and lets {@link
 * io.rdgateway.auth.certificate.CertificateUsers} find the user.
 */
@NullMarked
package io.rdgateway.auth.certificate;

import org.jspecify.annotations.NullMarked;
