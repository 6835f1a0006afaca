/** The two-channel HTTP transport: RDG_OUT_DATA and RDG_IN_DATA. */
@NullMarked
package io.rdgateway.transport.twochannel;

import org.jspecify.annotations.NullMarked;
