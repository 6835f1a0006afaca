/** Tests of the rules. */
@NullMarked
package io.rdgateway.policy;

import org.jspecify.annotations.NullMarked;
