/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.auth;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a fuzz target starts from: its method {@code corpus()} gives messages that are right, or
 * nearly so. The tests replay and damage them; the fuzzer gets them as files.
 */
public final class FuzzCorpus {
  private FuzzCorpus() {}

  /** Writes the messages of a target, the first argument, into a folder, the second one. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    byte[][] corpus = of(Class.forName(arguments[0]));
    for (int i = 0; i < corpus.length; i++) {
      Files.write(folder.resolve("message-" + i), corpus[i]);
    }
    if (corpus.length == 0) {
      throw new IOException("the target " + arguments[0] + " has nothing to start from");
    }
  }

  private static byte[][] of(Class<?> target)
      throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
    return (byte[][]) target.getMethod("corpus").invoke(null);
  }

  /** Gives a target each of its messages, every truncation of them and many mutations. */
  public static void replay(Mutations.Probe target, byte[]... corpus) throws Exception {
    for (byte[] message : corpus) {
      for (int length = 0; length < message.length; length++) {
        target.accept(Arrays.copyOf(message, length));
      }
    }
    Mutations.survive(target, corpus);
    for (byte[] message : corpus) {
      target.accept(message);
    }
  }
}
