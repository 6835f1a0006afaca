@NullMarked
package io.rdgateway.spi;

import org.jspecify.annotations.NullMarked;
