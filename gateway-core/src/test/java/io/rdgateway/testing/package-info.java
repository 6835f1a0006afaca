/** What tests of any package use: hexadecimal bytes, seeded randomness, splits and mutations. */
@NullMarked
package io.rdgateway.testing;

import org.jspecify.annotations.NullMarked;
