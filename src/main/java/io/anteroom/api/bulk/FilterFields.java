package io.anteroom.api.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.task.TaskFilterReader;
import io.anteroom.task.list.TaskFilter;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Set;

/** The filter of a list of tasks, as the fields of a JSON object. Stateless. */
final class FilterFields {

  private static final String PREFIX = "filter.";
  private static final int MAX_VALUES = 100;
  private static final int MAX_LENGTH = 500;
  private static final Set<String> LISTS = Set.of("client", "status", "kind", "phase");
  private static final Set<String> FLAGS = Set.of("doubled", "undelivered");

  private FilterFields() {}

  static TaskFilter read(ObjectNode fields) {
    MultivaluedMap<String, String> values = new MultivaluedHashMap<>();
    fields.properties().forEach(field -> add(values, field.getKey(), field.getValue()));
    return new TaskFilterReader(values, "The field ", PREFIX).read();
  }

  private static void add(MultivaluedMap<String, String> values, String name, JsonNode value) {
    if (!TaskFilterReader.NAMES.contains(name)) {
      throw wrong(
          name,
          "There is no field %s; a filter has %s"
              .formatted(at(name), String.join(", ", TaskFilterReader.NAMES)));
    }
    if (LISTS.contains(name)) {
      list(name, value).forEach(word -> values.add(name, text(name, word)));
    } else if (FLAGS.contains(name)) {
      values.add(name, flag(name, value));
    } else {
      values.add(name, text(name, value));
    }
  }

  /**
   * What names nothing does not stand for everything: a list of clients may have come out empty.
   */
  private static ArrayNode list(String name, JsonNode value) {
    if (value instanceof ArrayNode list && !list.isEmpty() && list.size() <= MAX_VALUES) {
      return list;
    }
    throw wrong(
        name, "The field %s must be an array of 1 to %d texts".formatted(at(name), MAX_VALUES));
  }

  private static String flag(String name, JsonNode value) {
    if (value.isBoolean()) {
      return value.asText();
    }
    throw wrong(name, "The field %s must be true or false".formatted(at(name)));
  }

  private static String text(String name, JsonNode value) {
    if (value.isTextual() && value.asText().length() <= MAX_LENGTH) {
      return value.asText();
    }
    throw wrong(
        name,
        "What the field %s names must be a text of at most %d characters"
            .formatted(at(name), MAX_LENGTH));
  }

  private static String at(String name) {
    return PREFIX + name;
  }

  private static RuntimeException wrong(String name, String sentence) {
    return ProblemType.INVALID_FIELD.about(at(name), sentence + ".");
  }
}
