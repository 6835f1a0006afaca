/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.protocol.fuzz;

import io.rdgateway.client.ClientFuzzTarget;
import io.rdgateway.protocol.Chunks;
import io.rdgateway.protocol.ClientFrames;
import io.rdgateway.protocol.Heads;
import io.rdgateway.protocol.ProxyHeaders;
import io.rdgateway.protocol.Vectors;
import io.rdgateway.protocol.udp.UdpPacketFuzzTarget;
import io.rdgateway.rdpfile.RdpFileFuzzTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** All targets, and what well-formed input looks like to each. */
public final class FuzzTargets {

  @FunctionalInterface
  interface Target {
    void run(byte[] data) throws Exception;
  }

  /** A target and its corpus. */
  record Entry(Class<?> type, Target target, List<byte[]> corpus) {
    @Override
    public String toString() {
      return type.getSimpleName();
    }
  }

  static final List<Entry> ALL =
      List.of(
          new Entry(PacketFuzzTarget.class, PacketFuzzTarget::fuzzerTestOneInput, packets()),
          new Entry(
              PacketStreamFuzzTarget.class, PacketStreamFuzzTarget::fuzzerTestOneInput, streams()),
          new Entry(WebSocketFuzzTarget.class, WebSocketFuzzTarget::fuzzerTestOneInput, frames()),
          new Entry(ChunkFuzzTarget.class, ChunkFuzzTarget::fuzzerTestOneInput, chunks()),
          new Entry(
              RequestHeadFuzzTarget.class, RequestHeadFuzzTarget::fuzzerTestOneInput, heads()),
          new Entry(
              ProxyHeaderFuzzTarget.class,
              ProxyHeaderFuzzTarget::fuzzerTestOneInput,
              ProxyHeaders.GOOD),
          new Entry(
              UdpPacketFuzzTarget.class,
              UdpPacketFuzzTarget::fuzzerTestOneInput,
              UdpPacketFuzzTarget.corpus()),
          new Entry(
              ClientFuzzTarget.class,
              ClientFuzzTarget::fuzzerTestOneInput,
              ClientFuzzTarget.corpus()),
          new Entry(
              RdpFileFuzzTarget.class,
              RdpFileFuzzTarget::fuzzerTestOneInput,
              RdpFileFuzzTarget.corpus()));

  private FuzzTargets() {}

  private static List<byte[]> packets() {
    return Vectors.ALL.stream().map(Vectors.Vector::bytes).toList();
  }

  /** Each packet followed by the next two. */
  private static List<byte[]> streams() {
    List<byte[]> packets = packets();
    List<byte[]> streams = new ArrayList<>();
    for (int i = 0; i + 2 < packets.size(); i++) {
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      packets.subList(i, i + 3).forEach(stream::writeBytes);
      streams.add(stream.toByteArray());
    }
    return streams;
  }

  private static List<byte[]> frames() {
    Random random = new Random(1);
    List<byte[]> all = new ArrayList<>();
    for (byte[] packet : packets()) {
      ByteArrayOutputStream frames = new ByteArrayOutputStream();
      frames.writeBytes(ClientFrames.random(random, packet, packet.length));
      frames.writeBytes(
          ClientFrames.frame(ClientFrames.CLOSE, random.nextInt(), new byte[] {3, (byte) 0xE8}));
      all.add(frames.toByteArray());
    }
    return all;
  }

  private static List<byte[]> chunks() {
    Random random = new Random(1);
    List<byte[]> all = new ArrayList<>();
    for (byte[] packet : packets()) {
      ByteArrayOutputStream chunks = new ByteArrayOutputStream();
      chunks.writeBytes(Chunks.random(random, packet, packet.length));
      chunks.writeBytes(Chunks.last());
      all.add(chunks.toByteArray());
    }
    return all;
  }

  private static List<byte[]> heads() {
    return Heads.OF_CLIENTS.stream().map(Heads::bytes).toList();
  }

  /**
   * Writes the corpus of one target for Jazzer.
   *
   * @param arguments class name of the target, folder
   */
  public static void main(String[] arguments) throws IOException {
    Entry entry =
        ALL.stream()
            .filter(e -> e.type().getName().equals(arguments[0]))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no such target: " + arguments[0]));
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    for (int i = 0; i < entry.corpus().size(); i++) {
      Files.write(folder.resolve("vector-" + i), entry.corpus().get(i));
    }
  }
}
