/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.rdgateway.policy.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.rdgateway.policy.PolicyGenerator;
import io.rdgateway.policy.Seeds;
import io.rdgateway.spi.ConfigurationException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a validator of its own makes of the schema. */
class PolicySchemaValidationTest {

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(PolicyFile.schema());

  private static Set<ValidationMessage> mistakes(String json) {
    return SCHEMA.validate(json, InputFormat.JSON);
  }

  @Test
  void whatIsWrittenIsValid() {
    Seeds.check(
        300,
        random -> {
          PolicyGenerator generator = new PolicyGenerator(random);
          String json = PolicyFile.writeJson(generator.policy());
          assertEquals(Set.of(), mistakes(json), json);
          String awkward = PolicyFile.writeJson(generator.awkwardPolicy());
          assertEquals(Set.of(), mistakes(awkward), awkward);
        });
    String complete = PolicyFile.writeJson(PolicyFile.parse(Samples.COMPLETE, "policy.yaml"));
    assertEquals(Set.of(), mistakes(complete));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{'version': 2}",
        "{'version': '1'}",
        "{'version': 1, 'resource-polices': []}",
        "{'version': 1, 'resource-policies': []}",
        "{'version': 1, 'connection-policies': [{'users': ['x']}]}",
        "{'version': 1, 'connection-policies': [{'name': 'a'}]}",
        "{'version': 1, 'connection-policies': [{'name': '', 'users': ['x']}]}",
        "{'version': 1, 'connection-policies': [{'name': 'a', 'users': []}]}",
        "{'version': 1, 'connection-policies': [{'name': 'a', 'users': [7]}]}",
        "{'version': 1, 'connection-policies': [{'name': 'a', 'users': ['x'], 'hosts': ['y']}]}",
        "{'version': 1, 'connection-policies': [{'name': 'a', 'users': ['x'], 'enabled': 'no'}]}",
        "{'version': 1, 'connection-policies': [{'name': 'a', 'users': ['x'],"
            + " 'sign-in': ['pasword']}]}",
        "{'version': 1, 'connection-policies': [{'name': 'a', 'users': ['x'],"
            + " 'idle-timeout': 30}]}",
        "{'version': 1, 'connection-policies': [{'name': 'a', 'users': ['x'],"
            + " 'session-timeout-action': 'reauthenticate'}]}",
        "{'version': 1, 'connection-policies': [{'name': 'a', 'users': ['x'],"
            + " 'only-hosts-that-enforce-redirection': true}]}",
        "{'version': 1, 'connection-policies': [{'name': 'a', 'users': ['x'],"
            + " 'disable-redirections': 'none'}]}",
        "{'version': 1, 'connection-policies': [{'name': 'a', 'users': ['x'],"
            + " 'schedule': {'time-zone': 'UTC', 'hours': ['weekdays']}}]}",
        "{'version': 1, 'resource-policies': [{'name': 'a', 'users': ['x']}]}",
        "{'version': 1, 'resource-policies': [{'name': 'a', 'users': ['x'], 'hosts': 'all'}]}",
        "{'version': 1, 'resource-policies': [{'name': 'a', 'users': ['x'], 'hosts': ['any']}]}",
        "{'version': 1, 'resource-policies': [{'name': 'a', 'users': ['x'], 'hosts': ['pc'],"
            + " 'ports': [0]}]}",
        "{'version': 1, 'resource-groups': [{'name': 'a', 'hosts': 'any'}]}",
      })
  void whatTheReaderRefusesIsInvalid(String sample) {
    String json = sample.replace('\'', '"');
    assertThrows(ConfigurationException.class, () -> PolicyFile.parseJson(json, "policy.json"));
    assertFalse(mistakes(json).isEmpty());
  }
}
