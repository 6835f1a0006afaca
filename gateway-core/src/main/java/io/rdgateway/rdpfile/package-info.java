/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The {@code .rdp} files of Remote Desktop clients: read, written, made from templates, signed and
 * verified.
 *
 * <p>{@link io.rdgateway.rdpfile.RdpFile} is a file in memory, {@link
 * io.rdgateway.rdpfile.RdpProperty} the settings that are known by name, {@link
 * io.rdgateway.rdpfile.RdpTemplate} a file of which users may change some settings. {@link
 * io.rdgateway.rdpfile.RdpSigner} signs as {@code rdpsign.exe} does, and {@link
 * io.rdgateway.rdpfile.RdpSignature} verifies. No value can smuggle in a further setting: what
 * would break a line, or would not show on a screen, is refused.
 */
@NullMarked
package io.rdgateway.rdpfile;

import org.jspecify.annotations.NullMarked;
