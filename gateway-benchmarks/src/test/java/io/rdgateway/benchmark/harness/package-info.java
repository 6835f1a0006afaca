@NullMarked
package io.rdgateway.benchmark.harness;

import org.jspecify.annotations.NullMarked;
