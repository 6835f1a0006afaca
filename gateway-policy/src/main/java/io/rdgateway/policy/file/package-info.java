/**
 * Policies as files: small, strict YAML that an administrator writes by hand, or JSON that a
 * program writes.
 *
 * <pre>{@code
 * version: 1
 * limits:                       # at once; 0 refuses new ones; without a key it is the gateway's
 *   tunnels: 5000
 *   tunnels-per-user: 3
 *   tunnels-per-address: 50
 *   channels-per-resource: 20
 * consent-messages:             # what users have to agree to: the first match is shown
 *   - name: contractors
 *     groups: [contractors]     # without groups and users everybody
 *     client-networks: [0.0.0.0/0]   # sign-in and schemes as below
 *     text: "This system is monitored."
 *     required: true            # the default: clients that cannot show it are refused
 * connection-policies:          # who may open a tunnel: the first match decides
 *   - name: staff
 *     enabled: true             # the default
 *     groups: [rdg-users]       # at least one user or group
 *     users: [alice]
 *     # Conditions; all that are there have to hold.
 *     sign-in: [password, certificate, token]
 *     schemes: [Basic, NTLM, Kerberos, Certificate, PAA, Bearer, SSPI_NTLM]
 *     client-networks: [10.0.0.0/8, "2001:db8::/32", 192.0.2.7]
 *     client-names: ["pc-*"]    # what the client's machine says of itself, without proof
 *     schedule:
 *       time-zone: Europe/Berlin
 *       hours: ["Mon-Fri 08:00-18:00", "Sat 22:00-04:00", "Sun 00:00-24:00"]
 *     only-hosts-that-enforce-redirection: false   # true is refused: a relay cannot know
 *     # Terms.
 *     disable-redirections: [drive, printer, port, clipboard, plug-and-play]   # or all
 *     idle-timeout: 30m         # whole numbers with s, m or h; without the key there is none
 *     session-timeout: 8h
 *     session-timeout-action: reauthenticate       # or disconnect, the default
 * resource-groups:              # hosts under a name, for several policies
 *   - name: lab
 *     hosts: [lab-1.example, "lab-*.example"]
 * resource-policies:            # who may reach what: any match allows
 *   - name: desktops
 *     enabled: true
 *     groups: [rdg-users]
 *     users: [alice]
 *     hosts: ["*.vdi.example", "vdi-??", pc.example, 10.1.0.0/16, 127.0.0.1, "2001:db8::1",
 *             "pc-${user}.example", "${attribute.workstation}"]   # or any
 *     resource-groups: [lab]
 *     ports: [3389, 5000-5010]  # or any; without the key 3389
 * }</pre>
 *
 * <p>A file whose name ends in {@code .json} says the same in JSON, whose schema {@link
 * PolicyFile#schema} tells.
 *
 * <p>All lists may be absent; what no rule allows is refused. An unknown or repeated key, a value
 * of another type, an alias, a tag, a second document, and more than 1 MiB are errors.
 */
@NullMarked
package io.rdgateway.policy.file;

import org.jspecify.annotations.NullMarked;
