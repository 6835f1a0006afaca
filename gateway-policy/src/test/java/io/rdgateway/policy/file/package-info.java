/** Tests of policy files. */
@NullMarked
package io.rdgateway.policy.file;

import org.jspecify.annotations.NullMarked;
