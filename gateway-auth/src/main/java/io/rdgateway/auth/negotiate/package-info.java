/** SPNEGO (RFC 4178, MS-SPNG), the server's side, over mechanisms behind one interface. */
@NullMarked
package io.rdgateway.auth.negotiate;

import org.jspecify.annotations.NullMarked;
