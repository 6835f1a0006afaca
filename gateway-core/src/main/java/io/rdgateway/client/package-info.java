/**
 * A client that opens a channel through any RD Gateway and gives back a byte stream. It runs on
 * blocking sockets of the JDK and shares only the packet records with the server. Not frozen yet.
 */
@NullMarked
package io.rdgateway.client;

import org.jspecify.annotations.NullMarked;
