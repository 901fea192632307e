package io.anteroom.bulk;

import io.anteroom.task.Phase;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.list.TaskFilter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The filter of a bulk action as JSON, with the names that a list of tasks has. Stateless. */
final class StoredFilter {

  private StoredFilter() {}

  /** What it names, and nothing else. */
  static String write(TaskFilter filter) {
    JsonObject json = new JsonObject();
    put(json, "client", filter.clients(), name -> name);
    put(json, "status", filter.statuses(), TaskStatus::name);
    put(json, "kind", filter.kinds(), TaskKind::label);
    put(json, "phase", filter.phases(), Phase::label);
    put(json, "doubled", filter.doubled() ? Boolean.TRUE : null);
    put(json, "undelivered", filter.undelivered() ? Boolean.TRUE : null);
    put(json, "collection_id", filter.collectionId());
    put(json, "reference", filter.reference());
    put(json, "batch", text(filter.batch()));
    put(json, "created_after", text(filter.createdAfter()));
    put(json, "created_before", text(filter.createdBefore()));
    put(json, "undelivered_since", text(filter.undeliveredSince()));
    return json.encode();
  }

  private static <T> void put(
      JsonObject json, String name, Set<T> values, Function<T, String> word) {
    if (!values.isEmpty()) {
      json.put(name, new JsonArray(values.stream().map(word).sorted().toList()));
    }
  }

  private static void put(JsonObject json, String name, Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  static TaskFilter read(String text) {
    JsonObject json = new JsonObject(text);
    String batch = json.getString("batch");
    return new TaskFilter(
        words(json, "client", name -> name),
        words(json, "status", TaskStatus::valueOf),
        words(json, "kind", TaskKind::labelled),
        words(json, "phase", Phase::labelled),
        json.getBoolean("doubled", false),
        json.getBoolean("undelivered", false),
        json.getString("collection_id"),
        json.getString("reference"),
        batch == null ? null : UUID.fromString(batch),
        time(json.getString("created_after")),
        time(json.getString("created_before")),
        time(json.getString("undelivered_since")));
  }

  private static <T> Set<T> words(JsonObject json, String name, Function<String, T> read) {
    return json.getJsonArray(name, new JsonArray()).stream()
        .map(word -> read.apply((String) word))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Instant time(String text) {
    return text == null ? null : Instant.parse(text);
  }
}
