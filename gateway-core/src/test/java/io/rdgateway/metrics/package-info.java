@NullMarked
package io.rdgateway.metrics;

import org.jspecify.annotations.NullMarked;
