/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

/**
 * An answer of the admin listener.
 *
 * @param status of HTTP
 * @param contentType a media type whose characters are UTF-8
 * @param text the page
 */
public record AdminPage(int status, String contentType, String text) {}
