/**
 * A load generator of our own for gateways and for TLS proxies, with the host that it reaches
 * through them: one process, one event loop, no work for each message that could be done before.
 */
@NullMarked
package io.rdgateway.benchmark.load;

import org.jspecify.annotations.NullMarked;
