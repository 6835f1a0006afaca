/**
 * Users and groups of a directory: Active Directory, OpenLDAP and what resembles them.
 *
 * <p>{@link io.rdgateway.auth.ldap.LdapConnectionSettings} say where the directory is. Everything
 * here blocks, within time-outs, and belongs on a hook executor.
 */
@NullMarked
package io.rdgateway.auth.ldap;

import org.jspecify.annotations.NullMarked;
