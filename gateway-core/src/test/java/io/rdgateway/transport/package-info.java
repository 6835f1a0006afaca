@NullMarked
package io.rdgateway.transport;

import org.jspecify.annotations.NullMarked;
