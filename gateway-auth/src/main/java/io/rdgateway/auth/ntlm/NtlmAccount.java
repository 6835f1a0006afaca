/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth.ntlm;

/**
 * What a client signs in with.
 *
 * @param userName possibly {@code user@domain}
 * @param domain possibly empty
 * @param workstation the name of this machine, possibly empty
 * @param hash of the password; its text form shows nothing
 */
record NtlmAccount(String userName, String domain, String workstation, NtHash hash) {}
