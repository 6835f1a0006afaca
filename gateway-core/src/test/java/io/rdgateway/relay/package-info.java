@NullMarked
package io.rdgateway.relay;

import org.jspecify.annotations.NullMarked;
