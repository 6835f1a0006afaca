/*
 * SPDX-License-Identifier: Apache-2.0
 */
/** The kinds of sockets: NIO, epoll or io_uring. */
@NullMarked
package io.rdgateway.transport.socket;

import org.jspecify.annotations.NullMarked;
