@NullMarked
package io.rdgateway.transport.tls;

import org.jspecify.annotations.NullMarked;
