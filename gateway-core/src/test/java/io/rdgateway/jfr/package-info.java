/** Tests of what the flight recorder is told. */
@NullMarked
package io.rdgateway.jfr;

import org.jspecify.annotations.NullMarked;
