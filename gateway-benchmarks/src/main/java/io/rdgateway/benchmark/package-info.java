/** What decisions cost. */
@NullMarked
package io.rdgateway.benchmark;

import org.jspecify.annotations.NullMarked;
