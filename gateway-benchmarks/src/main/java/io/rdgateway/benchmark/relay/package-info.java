/** What the hot pieces of the relay cost, each alone. */
@NullMarked
package io.rdgateway.benchmark.relay;

import org.jspecify.annotations.NullMarked;
