@NullMarked
package io.rdgateway;

import org.jspecify.annotations.NullMarked;
