/** The gateway that is measured, as a program of its own. */
@NullMarked
package io.rdgateway.benchmark.gateway;

import org.jspecify.annotations.NullMarked;
