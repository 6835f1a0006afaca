/**
 * Ways to find out who a client is, and how several of them share one endpoint.
 *
 * <p>{@link io.rdgateway.auth.negotiate}, {@link io.rdgateway.auth.kerberos}, {@link
 * io.rdgateway.auth.ntlm} and {@link io.rdgateway.auth.basic} speak the schemes; a store such as
 * {@link io.rdgateway.auth.store.MemoryUserStore} knows the users and answers with an {@link
 * Identity}, free of schemes and clocks.
 */
@NullMarked
package io.rdgateway.auth;

import org.jspecify.annotations.NullMarked;
