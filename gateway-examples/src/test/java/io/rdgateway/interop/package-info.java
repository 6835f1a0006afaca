/**
 * The gateway against real peers: FreeRDP 2 and 3 in front, xrdp behind. Run by {@code mvn
 * -Pinterop verify}; {@code .ci/install-peers} installs what they need.
 */
@NullMarked
package io.rdgateway.interop;

import org.jspecify.annotations.NullMarked;
