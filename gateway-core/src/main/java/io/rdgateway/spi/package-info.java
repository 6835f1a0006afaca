/**
 * The hooks that an application implements, and the values that pass through them.
 *
 * <p>Every hook starts on a hook executor, never on an event loop, and has a deadline. A hook that
 * throws, returns {@code null}, or is late has refused: nothing in this package lets anybody in by
 * default.
 */
@NullMarked
package io.rdgateway.spi;

import org.jspecify.annotations.NullMarked;
