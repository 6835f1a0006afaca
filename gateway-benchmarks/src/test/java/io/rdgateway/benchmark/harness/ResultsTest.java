/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.benchmark.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rdgateway.benchmark.load.Scenario;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ResultsTest {
  private final Results results = new Results();

  private void add(int round, int tunnels, String contender, double cpu, double mib, double load) {
    results.add(
        new Sample(
            round,
            Scenario.SOURCE,
            tunnels,
            contender,
            Map.of(Measure.CPU_PER_GIB, cpu, Measure.THROUGHPUT, mib, Measure.LOAD_SHARE, load),
            0,
            ""));
  }

  private List<Sample> of(String contender) {
    return results.of(Scenario.SOURCE, 16, contender);
  }

  @Test
  void theMedianIsInTheMiddle() {
    assertEquals(new Spread(3, 1, 9), Spread.of(List.of(9.0, 1.0, 3.0)));
    assertEquals(new Spread(2.5, 1, 9), Spread.of(List.of(3.0, 9.0, 1.0, 2.0)));
    assertEquals(new Spread(4, 4, 4), Spread.of(List.of(4.0)));
    assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
  }

  @Test
  void ratiosAreMadeWithinARound() {
    add(1, 16, "gateway", 1, 500, 50);
    add(1, 16, "haproxy", 2, 400, 50);
    add(2, 16, "gateway", 3, 500, 50);
    add(2, 16, "haproxy", 4, 400, 50);
    add(3, 16, "gateway", 8, 500, 50); // without a partner

    assertEquals(
        Optional.of(new Spread(0.625, 0.5, 0.75)),
        Results.ratio(of("gateway"), of("haproxy"), Measure.CPU_PER_GIB));
  }

  @Test
  void aThroughputThatTheLoadDecidedIsComparedWithNothing() {
    add(1, 16, "gateway", 1, 500, 80);
    add(1, 16, "haproxy", 2, 400, 79.9);

    assertTrue(Results.ratio(of("gateway"), of("haproxy"), Measure.THROUGHPUT).isEmpty());
    assertTrue(Results.ratio(of("haproxy"), of("gateway"), Measure.THROUGHPUT).isEmpty());
    assertTrue(Results.ratio(of("gateway"), of("haproxy"), Measure.CPU_PER_GIB).isPresent());
  }

  @Test
  void aFailedRunCountsAsFailedAndNotAsAValue() {
    add(1, 16, "gateway", 1, 500, 50);
    add(1, 16, "haproxy", 2, 400, 50);
    results.add(new Sample(2, Scenario.SOURCE, 16, "gateway", Map.of(), 0, "no tunnel"));

    String table = new MarkdownTable(results, List.of("haproxy")).of(Scenario.SOURCE);

    List<String> lines = table.lines().toList();
    assertEquals(4, lines.size());
    assertEquals(
        "| tunnels | contender | runs | CPU-s/GiB | MiB/s | own core % | load % | others %"
            + " | CPU-s/GiB ÷ haproxy | MiB/s ÷ haproxy | errors |",
        lines.get(0));
    assertEquals(
        "| 16 | gateway | 1 (1 failed) | 1.00 | 500 | – | 50 | – | 0.50 | 1.25 | 0 |",
        lines.get(2));
    assertEquals("| 16 | haproxy | 1 | 2.00 | 400 | – | 50 | – | – | – | 0 |", lines.get(3));
  }

  @Test
  void spreadsAndBoundsAreShown() {
    add(1, 16, "gateway", 1, 500, 90);
    add(2, 16, "gateway", 2, 700, 50);
    add(3, 16, "gateway", 1.5, 600, 50);

    String table = new MarkdownTable(results, List.of()).of(Scenario.SOURCE);

    assertTrue(table.contains("| 1.50 (1.00–2.00) | ≥ 600 (500–700) |"), table);
  }

  @Test
  void everyRunIsALineOfItsOwn() {
    results.add(
        new Sample(
            1,
            Scenario.ECHO,
            100,
            "nginx",
            Map.of(Measure.ECHO_P99, 812.5),
            2,
            "the connection ended, \"abc\""));

    List<String> lines = CsvTable.of(results.samples()).lines().toList();

    assertEquals(2, lines.size());
    assertTrue(
        lines.get(0).startsWith("round,scenario,tunnels,contender,bound by load,cpu_per_gib"));
    assertTrue(lines.get(1).startsWith("1,echo,100,nginx,false,,"), lines.get(1));
    assertTrue(lines.get(1).contains(",812.5,"), lines.get(1));
    assertTrue(lines.get(1).endsWith(",2,\"the connection ended, \"\"abc\"\"\""), lines.get(1));
  }

  @Test
  void theChartHasALineForEachContenderOfEachPanel()
      throws ParserConfigurationException, IOException, SAXException {
    for (int tunnels : new int[] {1, 100, 1000}) {
      add(1, tunnels, "gateway", 1.2, 500, 50);
      add(1, tunnels, "a<b&c", 2, 400, 50);
    }

    Document chart = parse(SvgChart.of(results));

    assertEquals("svg", chart.getDocumentElement().getTagName());
    assertEquals(2, chart.getElementsByTagName("polyline").getLength());
    assertEquals(6, chart.getElementsByTagName("circle").getLength());
    assertFalse(SvgChart.of(new Results()).contains("polyline"));
  }

  private static Document parse(String xml)
      throws ParserConfigurationException, IOException, SAXException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }

  @Test
  void axesEndAtRoundNumbers() {
    assertEquals(2.5, SvgChart.roundUp(2.1));
    assertEquals(10, SvgChart.roundUp(5.1));
    assertEquals(2000, SvgChart.roundUp(1234));
    assertEquals(1, SvgChart.roundUp(0));
  }
}
