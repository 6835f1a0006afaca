/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Looks at a gateway's configuration from outside: what clients and administrators would stumble
 * over, each with what to do. Every check is a class of its own that sees the world through what it
 * is given.
 */
@NullMarked
package io.rdgateway.standalone.doctor;

import org.jspecify.annotations.NullMarked;
