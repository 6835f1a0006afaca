/**
 * The file of the standalone gateway, {@code gateway.yaml}: one record for each block, which reads
 * it. Reading touches no other file and no network. Not an API.
 */
@NullMarked
package io.rdgateway.standalone.config;

import org.jspecify.annotations.NullMarked;
