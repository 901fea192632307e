package io.anteroom.api.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.account.Client;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectionScopeTest {

  private static final String CONDITION =
      "{\"key\":\"collection_id\",\"operator\":\"in\",\"value\":[\"a\",\"b\"]}";
  private static final Client RESTRICTED = client("b", "a");
  private static final Client FREE = client();
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                            | {\"AND\":[C]}",
        "{\"filters\":null}            | {\"AND\":[C]}",
        "{\"filters\":{}}              | {\"AND\":[C]}",
        "{\"filters\":{\"AND\":[1]}}   | {\"AND\":[1,C]}",
        "{\"filters\":{\"AND\":null}}  | {\"AND\":[{\"AND\":null},C]}",
        "{\"filters\":{\"OR\":[1]}}    | {\"AND\":[{\"OR\":[1]},C]}",
        "{\"filters\":{\"AND\":[1],\"OR\":[2]}} | {\"AND\":[{\"AND\":[1],\"OR\":[2]},C]}",
        "{\"filters\":{\"key\":\"k\"}} | {\"AND\":[{\"key\":\"k\"},C]}"
      })
  void theRestrictionIsAddedToAnyFilter(String query, String filters) {
    ObjectNode narrowed = read(query);
    CollectionScope.narrow(RESTRICTED, narrowed);
    assertEquals(read(filters.replace("C", CONDITION)), narrowed.get("filters"));
    ObjectNode free = read(query);
    CollectionScope.narrow(FREE, free);
    assertEquals(read(query), free);
  }

  @Test
  void aListIsNarrowedToAllowedCollections() {
    ObjectNode query = read("{\"collections\":[\"b\",\"x\"]}");
    assertTrue(CollectionScope.narrowList(RESTRICTED, query));
    assertEquals("[\"b\"]", query.get("collections").toString());
    assertFalse(CollectionScope.narrowList(RESTRICTED, read("{\"collections\":[\"x\"]}")));
    assertThrows(
        HttpProblem.class,
        () -> CollectionScope.narrowList(RESTRICTED, read("{\"collections\":\"b\"}")));
  }

  /** An upstream that does not know the filter shows everything. */
  @Test
  void resultsOfOtherCollectionsAreDropped() {
    String answer =
        "{\"results\":[{\"collection_id\":\"x\"},{\"collection_id\":\"b\",\"n\":1},{},"
            + "{\"collection_id\":null},{\"collection_id\":[\"a\"]},3]}";
    ObjectNode restricted = read(answer);
    CollectionScope.dropOthers(RESTRICTED, restricted);
    assertEquals("{\"results\":[{\"collection_id\":\"b\",\"n\":1}]}", restricted.toString());
    ObjectNode free = read(answer);
    CollectionScope.dropOthers(FREE, free);
    assertEquals(read(answer), free);
    assertThrows(
        HttpProblem.class, () -> CollectionScope.dropOthers(RESTRICTED, read("{\"hits\":[]}")));
  }

  private static ObjectNode read(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static Client client(String... collections) {
    return new Client(
        "c",
        null,
        1,
        Set.of(collections),
        OptionalInt.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }
}
