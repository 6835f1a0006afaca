/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import io.rdgateway.benchmark.load.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One measure against the number of tunnels, a line for each contender, bars for the spread. */
final class SvgChart {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int LEFT = 64;
  private static final int RIGHT = 170;
  private static final int TOP = 36;
  private static final int BOTTOM = 44;
  private static final int GRID = 5;
  private static final List<String> COLOURS =
      List.of("#1b6ca8", "#d1495b", "#3a8f5c", "#8a5fbf", "#c98a16", "#4d4d4d", "#12908e");

  private final Results results;
  private final StringBuilder out = new StringBuilder();

  private SvgChart(Results results) {
    this.results = results;
  }

  /** The charts of all measures that say how something grows, one under the other. */
  static String of(Results results) {
    SvgChart chart = new SvgChart(results);
    int panels = 0;
    for (Scenario scenario : results.scenarios()) {
      for (Measure measure : List.of(Measure.CPU_PER_GIB, Measure.ECHO_P99)) {
        if (Measure.of(scenario).contains(measure)) {
          chart.panel(scenario, measure, panels * HEIGHT);
          panels++;
        }
      }
    }
    return String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            WIDTH,
            Math.max(1, panels) * HEIGHT,
            WIDTH)
        + chart.out
        + "</svg>\n";
  }

  private record Point(int tunnels, Spread spread) {}

  private void panel(Scenario scenario, Measure measure, int top) {
    List<Integer> all = results.tunnels(scenario);
    List<String> contenders = results.contenders(scenario);
    double highest = 0;
    List<List<Point>> lines = new ArrayList<>();
    for (String contender : contenders) {
      List<Point> line = new ArrayList<>();
      for (int tunnels : all) {
        Optional<Spread> spread = Results.spread(results.of(scenario, tunnels, contender), measure);
        if (spread.isPresent()) {
          line.add(new Point(tunnels, spread.get()));
          highest = Math.max(highest, spread.get().max());
        }
      }
      lines.add(line);
    }
    Axes axes = new Axes(all.get(0), all.get(all.size() - 1), roundUp(highest), top);
    text(
        LEFT, top + 20, "start", scenario.name().toLowerCase(Locale.ROOT) + ": " + measure.title());
    grid(axes, all, measure);
    for (int i = 0; i < contenders.size(); i++) {
      String colour = COLOURS.get(i % COLOURS.size());
      line(axes, lines.get(i), colour);
      int y = top + TOP + 16 * i;
      out.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/>%n",
              WIDTH - RIGHT + 16,
              y,
              colour));
      text(WIDTH - RIGHT + 32, y + 10, "start", contenders.get(i));
    }
  }

  /** Where values lie: tunnels by their logarithm, measures from zero. */
  private record Axes(int fewest, int most, double highest, int top) {
    double x(int tunnels) {
      double part =
          most == fewest
              ? 0.5
              : Math.log((double) tunnels / fewest) / Math.log((double) most / fewest);
      return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    double y(double value) {
      return top + HEIGHT - BOTTOM - value / highest * (HEIGHT - TOP - BOTTOM);
    }
  }

  /** The next of 1, 2, 2.5, 5 and 10 times a power of ten. */
  static double roundUp(double value) {
    if (value <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double step : new double[] {1, 2, 2.5, 5}) {
      if (value <= step * power) {
        return step * power;
      }
    }
    return 10 * power;
  }

  private void grid(Axes axes, List<Integer> tunnels, Measure measure) {
    for (int i = 0; i <= GRID; i++) {
      double value = axes.highest * i / GRID;
      out.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
              LEFT,
              WIDTH - RIGHT,
              axes.y(value),
              axes.y(value)));
      text(LEFT - 6, axes.y(value) + 4, "end", measure.format(value));
    }
    for (int count : tunnels) {
      text(axes.x(count), axes.y(0) + 18, "middle", Integer.toString(count));
    }
    text((LEFT + WIDTH - RIGHT) / 2.0, axes.y(0) + 36, "middle", "tunnels");
  }

  private void line(Axes axes, List<Point> points, String colour) {
    StringBuilder path = new StringBuilder();
    for (Point point : points) {
      double x = axes.x(point.tunnels);
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, axes.y(point.spread.median())));
      out.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n"
                  + "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
              x,
              x,
              axes.y(point.spread.min()),
              axes.y(point.spread.max()),
              colour,
              x,
              axes.y(point.spread.median()),
              colour));
    }
    out.append(
        String.format(
            Locale.ROOT,
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
            path.toString().strip(),
            colour));
  }

  private void text(double x, double y, String anchor, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            escaped));
  }
}
