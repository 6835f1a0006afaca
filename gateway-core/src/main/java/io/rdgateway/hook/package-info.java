/**
 * Runs the hooks of the application away from the event loops: bounded executors, deadlines,
 * cancellation.
 */
@NullMarked
package io.rdgateway.hook;

import org.jspecify.annotations.NullMarked;
