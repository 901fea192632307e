package io.anteroom.task;

import io.quarkus.panache.common.Parameters;
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
    Parameters values = Parameters.with("client", client);
    if (status != null) {
      values.and("status", status);
    }
    if (collectionId != null) {
      values.and("collectionId", collectionId);
    }
    if (reference != null) {
      values.and("reference", reference);
    }
    return values.map();
  }
}
