/*
 * SPDX-License-Identifier: Apache-2.0
 */
@NullMarked
package io.rdgateway.audit;

import org.jspecify.annotations.NullMarked;
