/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rdgateway.standalone.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a doctor found.
 *
 * @param findings by the subject of their check
 */
record Report(Map<String, List<Finding>> findings) {
  /** The worst of all findings. */
  Verdict verdict() {
    return findings.values().stream()
        .flatMap(List::stream)
        .map(Finding::verdict)
        .max(Comparator.naturalOrder())
        .orElse(Verdict.OK);
  }

  /** For people. */
  void print(PrintWriter out) {
    findings.values().forEach(all -> all.forEach(finding -> print(finding, out)));
    long problems = count(Verdict.PROBLEM);
    long warnings = count(Verdict.WARNING);
    out.println();
    out.println("Problems: " + problems + ", warnings: " + warnings);
  }

  private static void print(Finding finding, PrintWriter out) {
    out.printf("%-8s %s%n", finding.word(), Printable.whole(finding.sentence()));
    if (finding.remedy() != null) {
      out.printf("%-8s To do: %s.%n", "", Printable.whole(finding.remedy()));
    }
  }

  private long count(Verdict verdict) {
    return findings.values().stream()
        .flatMap(List::stream)
        .filter(finding -> finding.verdict() == verdict)
        .count();
  }

  /** For programs. */
  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("verdict", new Finding(verdict(), "", null).word());
      json.writeArrayFieldStart("findings");
      for (Map.Entry<String, List<Finding>> entry : findings.entrySet()) {
        for (Finding finding : entry.getValue()) {
          json.writeStartObject();
          json.writeStringField("subject", entry.getKey());
          json.writeStringField("verdict", finding.word());
          json.writeStringField("sentence", finding.sentence());
          json.writeStringField("remedy", finding.remedy());
          json.writeEndObject();
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
