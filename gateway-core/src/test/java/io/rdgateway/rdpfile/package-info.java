/*
 * SPDX-License-Identifier: Apache-2.0
 */
/** Tests of .rdp files. */
@NullMarked
package io.rdgateway.rdpfile;

import org.jspecify.annotations.NullMarked;
