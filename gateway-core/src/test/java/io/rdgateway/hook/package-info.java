@NullMarked
package io.rdgateway.hook;

import org.jspecify.annotations.NullMarked;
