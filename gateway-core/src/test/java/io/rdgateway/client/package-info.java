@NullMarked
package io.rdgateway.client;

import org.jspecify.annotations.NullMarked;
