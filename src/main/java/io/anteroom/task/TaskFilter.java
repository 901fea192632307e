package io.anteroom.task;

import java.util.HashMap;
import java.util.Map;

/**
 * Which tasks a list shows.
 *
 * @param client whose
 * @param status only with this status, or null
 * @param collectionId only of this collection, or null
 * @param reference only with this reference, or null
 */
public record TaskFilter(String client, TaskStatus status, String collectionId, String reference) {

  String where() {
    return "client = :client"
        + (status == null ? "" : " and status = :status")
        + (collectionId == null ? "" : " and collectionId = :collectionId")
        + (reference == null ? "" : " and reference = :reference");
  }

  Map<String, Object> values() {
    Map<String, Object> values = new HashMap<>();
    values.put("client", client);
    putIfGiven(values, "status", status);
    putIfGiven(values, "collectionId", collectionId);
    putIfGiven(values, "reference", reference);
    return values;
  }

  private static void putIfGiven(Map<String, Object> values, String name, Object value) {
    if (value != null) {
      values.put(name, value);
    }
  }
}
