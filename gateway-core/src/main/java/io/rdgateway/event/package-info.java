/** Carries events from the event loops to the listener. */
@NullMarked
package io.rdgateway.event;

import org.jspecify.annotations.NullMarked;
