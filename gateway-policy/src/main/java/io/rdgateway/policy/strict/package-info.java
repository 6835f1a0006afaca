/**
 * Reads YAML and JSON strictly: values that know their place, keys that have to be known, mistakes
 * with a line and a remedy. Not exported: it serves the files of this project's programs.
 */
@NullMarked
package io.rdgateway.policy.strict;

import org.jspecify.annotations.NullMarked;
