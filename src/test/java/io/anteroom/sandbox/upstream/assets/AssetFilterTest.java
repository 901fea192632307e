package io.anteroom.sandbox.upstream.assets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssetFilterTest {
  private final Asset asset =
      SampleAssets.asset(
          "1",
          """
          {"n": 5, "s": "needle in hay", "list": ["a", "b"], "deep": {"x": true}, "dot.ted": 1,
           "anteroom_task": "t.1"}
          """,
          0);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metadata.n      | eq       | 5                     | true",
        "metadata.n      | eq       | 5.0                   | true",
        "metadata.n      | eq       | 6                     | false",
        "metadata.n      | eq       | \"5\"                 | false",
        "metadata.n      | ne       | 6                     | true",
        "metadata.n      | ne       | 5                     | false",
        "metadata.none   | ne       | 5                     | true",
        "metadata.n      | in       | [4,5]                 | true",
        "metadata.n      | in       | [4,6]                 | false",
        "metadata.n      | in       | []                    | false",
        "metadata.n      | gt       | 4                     | true",
        "metadata.n      | gt       | 5                     | false",
        "metadata.n      | gte      | 5                     | true",
        "metadata.n      | gte      | 6                     | false",
        "metadata.n      | lt       | 6                     | true",
        "metadata.n      | lt       | 5                     | false",
        "metadata.n      | lte      | 5                     | true",
        "metadata.n      | lte      | 4                     | false",
        "metadata.none   | lt       | 5                     | false",
        "metadata.s      | gt       | 5                     | false",
        "metadata.s      | contains | \"needle\"            | true",
        "metadata.s      | contains | \"pin\"               | false",
        "metadata.list   | contains | \"b\"                 | true",
        "metadata.list   | contains | \"c\"                 | false",
        "metadata.deep.x | eq       | true                  | true",
        "metadata.dot.ted| eq       | 1                     | true",
        "status          | eq       | \"INITIALIZING\"      | true",
        "status          | in       | [\"DONE\",\"FAILED\"] | false",
        "task_id         | eq       | \"task-1\"            | true",
        "asset_id        | eq       | \"asset-1\"           | true",
        "collection_id   | eq       | \"collection\"        | true",
        "modality        | eq       | \"text\"              | true",
        "modality        | eq       | \"video\"             | false",
        "created_at      | lt       | \"1971\"              | true",
        "nobody_knows    | eq       | 1                     | false"
      })
  void comparesAFieldWithAValue(String key, String operator, String value, boolean expected) {
    String json =
        "{\"AND\":[{\"key\":\"%s\",\"operator\":\"%s\",\"value\":%s}]}"
            .formatted(key, operator, value);
    assertEquals(expected, SampleAssets.filter(json).matches(asset));
  }

  private static final String YES = "{\"key\":\"metadata.n\",\"operator\":\"eq\",\"value\":5}";
  private static final String NO = "{\"key\":\"metadata.n\",\"operator\":\"eq\",\"value\":6}";

  @ParameterizedTest
  @CsvSource({
    "AND, true, false, false",
    "OR, true, true, false",
    "NOR, false, false, true",
  })
  void combinesAndOrAndNor(String group, boolean bothHold, boolean oneHolds, boolean noneHolds) {
    assertEquals(bothHold, matches(group, YES, YES));
    assertEquals(oneHolds, matches(group, YES, NO));
    assertEquals(noneHolds, matches(group, NO, NO));
  }

  private boolean matches(String group, String first, String second) {
    return SampleAssets.filter("{\"%s\":[%s,%s]}".formatted(group, first, second)).matches(asset);
  }

  @Test
  void combinesSeveralAndNestedGroups() {
    String both = "{\"AND\":[%s],\"NOR\":[%s]}";
    assertTrue(SampleAssets.filter(both.formatted(YES, NO)).matches(asset));
    assertFalse(SampleAssets.filter(both.formatted(YES, YES)).matches(asset));
    String nested = "{\"AND\":[{\"OR\":[%s,%s]},{\"NOR\":[%s]}]}".formatted(NO, YES, NO);
    assertTrue(SampleAssets.filter(nested).matches(asset));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "{\"AND\":null}", "{\"AND\":[]}"})
  void matchesEverythingWhenEmpty(String json) {
    assertTrue(SampleAssets.filter(json).matches(asset));
  }

  @Test
  void knowsWhichMarkersItWants() {
    String wanted =
        "{\"AND\":[%s,{\"key\":\"metadata.anteroom_task\",\"operator\":\"in\",\"value\":[\"a\",\"b\"]}]}";
    assertEquals(
        Optional.of(Set.of("a", "b")), SampleAssets.filter(wanted.formatted(YES)).markers());
    String either = wanted.replace("AND", "OR");
    assertEquals(Optional.empty(), SampleAssets.filter(either.formatted(YES)).markers());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"XOR\":[]}",
        "{\"AND\":{}}",
        "{\"AND\":[{\"key\":\"status\",\"operator\":\"like\",\"value\":1}]}",
        "{\"AND\":[{\"key\":\"status\",\"operator\":\"in\",\"value\":1}]}",
        "{\"AND\":[{\"key\":\"status\",\"operator\":\"eq\"}]}"
      })
  void isRefusedWhenInvalid(String json) {
    assertThrows(InvalidInputException.class, () -> SampleAssets.filter(json));
  }
}
