/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

/** Valid policy files. */
final class Samples {

  /** Every key, as the description of the package shows it. */
  static final String COMPLETE =
      """
      # Who may use the gateway.
      version: 1
      connection-policies:
        - name: staff
          groups: [rdg-users]
          users: [alice]
          disable-redirections: [drive, printer]
          idle-timeout: 30m
          session-timeout: 8h
          sign-in: [password, certificate]
          schemes: [NTLM, Kerberos, Certificate]
          client-networks: [10.0.0.0/8, "2001:db8::/32", 192.0.2.7]
          client-names: ["pc-*", laptop]
          schedule:
            time-zone: Europe/Berlin
            hours: [Mon-Fri 08:00-18:00, "Sat 22:00-04:00"]
          only-hosts-that-enforce-redirection: false
          session-timeout-action: reauthenticate
        - name: "guests: at night"
          enabled: false
          users: ["S-1-5-21-7"]
          disable-redirections: all
          idle-timeout: 90s
      resource-groups:
        - name: lab
          hosts: [lab-1.example, "lab-*.example"]
        - name: 'the "office"'
          hosts: ["pc-${user}.example"]
      resource-policies:
        - name: desktops
          groups: [rdg-users]
          hosts: ["*.vdi.example", "vdi-??", 10.1.0.0/16, 127.0.0.1, "::1", pc.example, "${attribute.pc}"]
          resource-groups: [lab, 'the "office"']
          ports: [3389, "5000-5010", 6000-6001]
        - name: everything
          enabled: true
          users:
            - alice
            - 'bob'
          hosts: any
          ports: any
      """;

  private Samples() {}
}
