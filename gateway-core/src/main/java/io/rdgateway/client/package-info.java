/**
 * A client that opens a channel through any Remote Desktop Gateway and gives back its byte stream.
 *
 * <p>It uses blocking sockets and starts no threads. Of the gateway's own code it shares the
 * records of the packets and nothing else, so that it can serve as a check of the rest.
 */
@NullMarked
package io.rdgateway.client;

import org.jspecify.annotations.NullMarked;
