/**
 * One fuzz target per decoder, for Jazzer and for the seeded mutations of the test command.
 *
 * <p>{@code mvn -Pfuzz -Dtarget=io.rdgateway.protocol.fuzz.PacketFuzzTarget -pl gateway-core test}
 */
@NullMarked
package io.rdgateway.protocol.fuzz;

import org.jspecify.annotations.NullMarked;
