@NullMarked
package io.rdgateway.transport.http;

import org.jspecify.annotations.NullMarked;
