/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.spi;

/**
 * Why a policy refused. The code reaches the client, the rest only the event.
 *
 * @param code the kind of denial
 * @param policy the policy or component that decided
 * @param explanation one sentence for the administrator
 */
public record DenyReason(DenyCode code, String policy, String explanation) {}
