/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Ready listeners: events as JSON lines, as syslog messages, and in the application's own log. Each
 * event becomes one {@link io.rdgateway.audit.AuditRecord} with the field names of Microsoft's
 * gateway where it has them, so that rules written for its log keep working.
 *
 * <p>{@link io.rdgateway.audit.FanOut} gives each of several listeners a bounded queue and a thread
 * of its own: one that is stuck costs the others nothing.
 */
@NullMarked
package io.rdgateway.audit;

import org.jspecify.annotations.NullMarked;
