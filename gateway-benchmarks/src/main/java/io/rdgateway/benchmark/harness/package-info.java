/**
 * Compares the gateway with TLS proxies on one machine: starts each in the same place, one after
 * the other, puts the same load on it, and writes down what came out.
 */
@NullMarked
package io.rdgateway.benchmark.harness;

import org.jspecify.annotations.NullMarked;
