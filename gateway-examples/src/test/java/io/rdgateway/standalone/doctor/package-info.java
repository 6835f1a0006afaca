/*
 * SPDX-License-Identifier: Apache-2.0
 */
@NullMarked
package io.rdgateway.standalone.doctor;

import org.jspecify.annotations.NullMarked;
