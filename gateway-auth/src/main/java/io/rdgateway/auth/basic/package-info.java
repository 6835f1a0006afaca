/** Names and passwords in clear text inside TLS: the Basic scheme (RFC 7617) and what judges it. */
@NullMarked
package io.rdgateway.auth.basic;

import org.jspecify.annotations.NullMarked;
