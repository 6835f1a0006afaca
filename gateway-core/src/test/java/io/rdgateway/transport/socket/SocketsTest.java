/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.transport.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.NetworkIo;
import io.rdgateway.spi.ConfigurationException;
import io.rdgateway.testing.SocketKinds;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SocketsTest {

  @Test
  void epollGoesFirst() {
    SocketKinds.assumeAvailable(NetworkIo.EPOLL);
    assertEquals(NetworkIo.EPOLL, Sockets.of(NetworkIo.AUTO).io());
  }

  @ParameterizedTest
  @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
  void aChoiceIsKept(NetworkIo io) {
    SocketKinds.assumeAvailable(io);
    assertEquals(io, Sockets.of(io).io());
  }

  /** What an application has that brings neither: the class path without them. */
  @ParameterizedTest
  @EnumSource(names = {"EPOLL", "IO_URING"})
  void whatIsAbsentIsSaidAndAutoIsNio(NetworkIo io) throws Exception {
    try (URLClassLoader without = withoutNatives()) {
      assertEquals("NIO", chosen(without, "AUTO"));
      InvocationTargetException failed =
          assertThrows(InvocationTargetException.class, () -> chosen(without, io.name()));
      String message = String.valueOf(failed.getCause());
      assertTrue(message.startsWith(ConfigurationException.class.getName()), message);
      assertTrue(message.contains("not on the class path"), message);
      assertTrue(message.contains("netty-transport-native-"), message);
    }
  }

  private static String chosen(ClassLoader loader, String choice)
      throws ReflectiveOperationException {
    Class<?> io = loader.loadClass(NetworkIo.class.getName());
    Class<?> sockets = loader.loadClass(Sockets.class.getName());
    Method valueOf = io.getMethod("valueOf", String.class);
    Object made = sockets.getMethod("of", io).invoke(null, valueOf.invoke(null, choice));
    return sockets.getMethod("io").invoke(made).toString();
  }

  private static URLClassLoader withoutNatives() throws IOException {
    URL[] path =
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .filter(entry -> !entry.contains("epoll") && !entry.contains("io_uring"))
            .map(SocketsTest::url)
            .toArray(URL[]::new);
    return new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
