/** Connection and resource policies as rules. */
@NullMarked
package io.rdgateway.policy;

import org.jspecify.annotations.NullMarked;
