/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.interop;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the desktop of the host shows: a coloured ground with coloured rectangles. The colours are
 * dealt anew each time, so that no other desktop can pass for this one.
 */
final class DesktopPicture {
  static final int WIDTH = 800;
  static final int HEIGHT = 600;

  /** How much of each part must be right: everything but an odd line. */
  private static final double ENOUGH = 0.99;

  /** Far from each other, and none of them the black of a blank screen. */
  private static final List<Integer> COLOURS =
      List.of(0x204A87, 0xCC0000, 0x4E9A06, 0xEDD400, 0x75507B, 0xF57900, 0x00A0A0, 0xEEEEEC);

  /** A host may send colours with five bits each. */
  private static final int TOLERANCE = 12;

  private static final List<Box> BOXES =
      List.of(
          new Box(40, 40, 260, 180),
          new Box(460, 60, 300, 120),
          new Box(80, 320, 200, 240),
          new Box(400, 280, 340, 260));

  private record Box(int x, int y, int width, int height) {
    boolean contains(int px, int py) {
      return px >= x && px < x + width && py >= y && py < y + height;
    }

    String geometry() {
      return width + "x" + height + "+" + x + "+" + y;
    }
  }

  private final List<Integer> colours;

  private DesktopPicture(List<Integer> colours) {
    this.colours = colours;
  }

  static DesktopPicture random() {
    List<Integer> dealt = new ArrayList<>(COLOURS);
    Collections.shuffle(dealt, new SecureRandom());
    return new DesktopPicture(List.copyOf(dealt.subList(0, BOXES.size() + 1)));
  }

  /** The same boxes with every colour in another place. */
  DesktopPicture rotated() {
    List<Integer> others = new ArrayList<>(colours);
    Collections.rotate(others, 1);
    return new DesktopPicture(List.copyOf(others));
  }

  /**
   * A script that paints it, for the X session of the host. A logo in the colour of its own ground
   * is a plain rectangle, and without a window manager it stands where it is told to.
   */
  String script() {
    String boxes =
        IntStream.range(0, BOXES.size())
            .mapToObj(
                i ->
                    Peers.program("xlogo", "x11-apps")
                        + " -bw 0 -geometry %s -fg %s -bg %s &"
                            .formatted(BOXES.get(i).geometry(), hex(i + 1), hex(i + 1)))
            .collect(Collectors.joining("\n"));
    return "#!/bin/sh\n"
        + Peers.program("xsetroot", "x11-xserver-utils")
        + " -solid "
        + hex(0)
        + "\n"
        + boxes
        + "\nwait\n";
  }

  private String hex(int index) {
    return "'#%06x'".formatted(colours.get(index));
  }

  /** Whether the upper left corner of the screen shows it. */
  boolean isOn(Screen screen) {
    return share(screen) >= ENOUGH;
  }

  /**
   * How much of the picture the upper left corner of the screen shows, 0 to 1: the smallest share
   * among the ground and each of the boxes, so that no part may be missing.
   */
  double share(Screen screen) {
    int[] right = new int[BOXES.size() + 1];
    int[] all = new int[BOXES.size() + 1];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int part = indexAt(x, y);
        all[part]++;
        if (alike(screen.rgb(x, y), colours.get(part))) {
          right[part]++;
        }
      }
    }
    return IntStream.range(0, all.length)
        .mapToDouble(part -> (double) right[part] / all[part])
        .min()
        .orElseThrow();
  }

  private static int indexAt(int x, int y) {
    for (int i = 0; i < BOXES.size(); i++) {
      if (BOXES.get(i).contains(x, y)) {
        return i + 1;
      }
    }
    return 0;
  }

  private static boolean alike(int one, int other) {
    return near(one >> 16, other >> 16) && near(one >> 8, other >> 8) && near(one, other);
  }

  private static boolean near(int one, int other) {
    return Math.abs((one & 0xFF) - (other & 0xFF)) <= TOLERANCE;
  }

  @Override
  public String toString() {
    return IntStream.range(0, colours.size()).mapToObj(this::hex).toList().toString();
  }
}
