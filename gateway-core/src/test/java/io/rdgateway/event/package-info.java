@NullMarked
package io.rdgateway.event;

import org.jspecify.annotations.NullMarked;
