/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;

/** A picture of a screen. */
final class Screen {
  private static final int VERSION = 7;
  private static final int Z_PIXMAP = 2;
  private static final int LEAST_SIGNIFICANT_FIRST = 0;
  private static final int BYTES_PER_COLOUR = 12;

  private final int width;
  private final int height;
  private final int[] pixels;

  private Screen(int width, int height) {
    this.width = width;
    this.height = height;
    this.pixels = new int[width * height];
  }

  /**
   * Reads what xwd writes (XWDFile.h) from a screen with eight bits for each colour. A pixel has
   * four bytes, but three where xwd joined windows of several depths.
   */
  static Screen parse(byte[] dump) {
    ByteBuffer header = ByteBuffer.wrap(dump);
    require("version", header.getInt(4), VERSION);
    require("format", header.getInt(8), Z_PIXMAP);
    require("red mask", header.getInt(56), 0xFF0000);
    require("green mask", header.getInt(60), 0xFF00);
    require("blue mask", header.getInt(64), 0xFF);
    require("byte order", header.getInt(28), LEAST_SIGNIFICANT_FIRST);
    Screen screen = new Screen(header.getInt(16), header.getInt(20));
    int bytesPerPixel = header.getInt(44) / Byte.SIZE;
    int bytesPerLine = header.getInt(48);
    int start = header.getInt(0) + BYTES_PER_COLOUR * header.getInt(76);
    for (int y = 0; y < screen.height; y++) {
      for (int x = 0; x < screen.width; x++) {
        int at = start + y * bytesPerLine + x * bytesPerPixel;
        screen.pixels[y * screen.width + x] =
            (dump[at + 2] & 0xFF) << 16 | (dump[at + 1] & 0xFF) << 8 | (dump[at] & 0xFF);
      }
    }
    return screen;
  }

  private static void require(String what, int found, int expected) {
    if (found != expected) {
      throw new AssertionError(
          "the dump of the screen has " + what + " " + found + ", not " + expected);
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** A pixel as 0xRRGGBB. */
  int rgb(int x, int y) {
    return pixels[Objects.checkIndex(y, height) * width + Objects.checkIndex(x, width)];
  }

  /** Keeps the picture for people. */
  void writePng(Path file) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
