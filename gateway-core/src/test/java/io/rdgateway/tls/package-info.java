@NullMarked
package io.rdgateway.tls;

import org.jspecify.annotations.NullMarked;
