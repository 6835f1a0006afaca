@NullMarked
package io.rdgateway.tunnel;

import org.jspecify.annotations.NullMarked;
