/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.standalone;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rdgateway.GatewayHealth;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/** The health of a gateway as JSON for probes. */
final class HealthPage {
  static final String CONTENT_TYPE = "application/json";

  private HealthPage() {}

  /** 200 or 503, by what the probe asks. */
  static int status(boolean good) {
    return good ? 200 : 503;
  }

  /** All that was looked at, with its sentence. */
  static String json(GatewayHealth health) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("status", health.ready() ? "up" : health.live() ? "not-ready" : "dead");
      json.writeBooleanField("live", health.live());
      json.writeBooleanField("ready", health.ready());
      json.writeArrayFieldStart("checks");
      for (GatewayHealth.Check check : health.checks()) {
        json.writeStartObject();
        json.writeStringField("name", check.name());
        json.writeStringField(
            "state", check.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.writeStringField("explanation", check.explanation());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a writer to memory does not fail
    }
    return text.toString();
  }
}
