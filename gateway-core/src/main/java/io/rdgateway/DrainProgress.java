/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway;

import java.time.Duration;

/**
 * How far a gateway has come that takes no new tunnels.
 *
 * @param tunnels how many are left, those that are being opened included
 * @param timeLeft until the rest is ended; zero when that has begun
 */
public record DrainProgress(int tunnels, Duration timeLeft) {}
