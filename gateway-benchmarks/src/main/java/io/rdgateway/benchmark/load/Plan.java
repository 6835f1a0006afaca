/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.load;

import java.time.Duration;

/**
 * What a run does.
 *
 * @param scenario what the tunnels carry
 * @param tunnels how many there are; for SETUP how many are being opened at a time
 * @param messageBytes how much one message carries in bulk
 * @param echoBytes how much one message carries in ECHO
 * @param echoesPerSecond of each tunnel in ECHO
 * @param bulk how many tunnels carry bulk from the host beside those of ECHO
 * @param warmUp how long the load runs before the measured time
 * @param time the measured time
 */
public record Plan(
    Scenario scenario,
    int tunnels,
    int messageBytes,
    int echoBytes,
    int echoesPerSecond,
    int bulk,
    Duration warmUp,
    Duration time) {}
