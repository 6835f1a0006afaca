@NullMarked
package io.rdgateway.timer;

import org.jspecify.annotations.NullMarked;
