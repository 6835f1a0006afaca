/**
 * The part of ASN.1's Distinguished Encoding Rules (X.690) that SPNEGO and Kerberos messages need.
 * For the other packages of this module; applications have no use for it.
 */
@NullMarked
package io.rdgateway.auth.der;

import org.jspecify.annotations.NullMarked;
