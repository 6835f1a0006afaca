/**
 * The packets of the UDP side channel inside DTLS (MS-TSGU 2.2.11), pure. Unlike those over HTTP
 * their length field counts the bytes behind the header. There is no UDP transport yet; the formats
 * are here so that they are settled against their vectors.
 */
@NullMarked
package io.rdgateway.protocol.udp;

import org.jspecify.annotations.NullMarked;
