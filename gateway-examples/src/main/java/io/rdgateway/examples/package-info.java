/** One program for each use of the gateway, made to be read and copied. */
@NullMarked
package io.rdgateway.examples;

import org.jspecify.annotations.NullMarked;
