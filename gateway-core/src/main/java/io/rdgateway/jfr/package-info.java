/**
 * Events for the JDK's flight recorder. They are always there and cost next to nothing while nobody
 * records: an object that is thrown away, a few times for each tunnel. They hold ids of users and
 * names and addresses of hosts, so a recording is to be kept like the gateway's log; they hold no
 * secret, no address of a client and no byte of a session.
 */
@NullMarked
package io.rdgateway.jfr;

import org.jspecify.annotations.NullMarked;
