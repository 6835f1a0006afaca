/**
 * Certificates and keys of the gateway, as JDK types.
 *
 * <p>{@link io.rdgateway.tls.TlsSource} says where the certificate comes from and is read again on
 * a reload; {@link io.rdgateway.tls.TlsIdentity} is what it yields, checked. A mistake in either is
 * an {@link io.rdgateway.spi.ConfigurationException} whose message is one sentence that names the
 * file and the remedy.
 */
@NullMarked
package io.rdgateway.tls;

import org.jspecify.annotations.NullMarked;
