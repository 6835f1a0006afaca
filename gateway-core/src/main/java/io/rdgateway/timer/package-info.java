/** Deadlines of many connections on one event loop, without a timer for each. */
@NullMarked
package io.rdgateway.timer;

import org.jspecify.annotations.NullMarked;
