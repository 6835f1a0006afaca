/**
 * Connection policies (RD CAP) and resource policies (RD RAP) as rules: who may open a tunnel and
 * under which terms, who may reach which host and port. What no rule allows is refused.
 *
 * <pre>{@code
 * RulePolicy policy =
 *     RulePolicy.builder()
 *         .connectionRule(
 *             ConnectionRule.builder("staff", Subjects.ofGroups("rdg-users"))
 *                 .disable(Redirection.DRIVE)
 *                 .idleTimeout(Duration.ofMinutes(30))
 *                 .build())
 *         .resourceRule(
 *             ResourceRule.builder("desktops", Subjects.ofGroups("rdg-users").orUsers("alice"))
 *                 .hosts("*.vdi.example", "10.1.0.0/16")
 *                 .build())
 *         .build();
 * }</pre>
 *
 * <p>{@link io.rdgateway.policy.RulePolicy#explain} says what the rules would decide and why, and
 * {@link io.rdgateway.policy.Policies} mixes them with other policies.
 *
 * <p>The rules are immutable and free of I/O; the package {@code io.rdgateway.policy.file} reads
 * and writes them.
 */
@NullMarked
package io.rdgateway.policy;

import org.jspecify.annotations.NullMarked;
