@NullMarked
package io.rdgateway.benchmark.load;

import org.jspecify.annotations.NullMarked;
