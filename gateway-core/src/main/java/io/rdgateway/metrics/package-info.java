/**
 * The gateway's numbers for Micrometer, which is an optional dependency: an application that uses
 * this package brings {@code micrometer-core} along.
 */
@NullMarked
package io.rdgateway.metrics;

import org.jspecify.annotations.NullMarked;
