@NullMarked
package io.rdgateway.standalone.config;

import org.jspecify.annotations.NullMarked;
