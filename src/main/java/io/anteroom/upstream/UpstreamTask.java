package io.anteroom.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What the upstream says of one task, by {@code GET /tasks/{id}} or on the asset list.
 *
 * @param taskId its upstream id
 * @param status its status, as the upstream spells it; never null, possibly empty
 * @param assetId the asset made of it, or null
 * @param error what went wrong, or null
 * @param marker the value of {@code metadata.anteroom_task}, or null
 * @param createdAt when the asset was made, as the upstream writes it, or null
 */
public record UpstreamTask(
    String taskId, String status, String assetId, String error, String marker, String createdAt) {

  /** The key of our marker in the metadata of a submit. */
  public static final String MARKER = "anteroom_task";

  /** The task that an answer holds; empty where it holds no JSON object. */
  public static Optional<UpstreamTask> of(UpstreamAnswer answer) {
    return Optional.of(answer.body()).filter(JsonNode::isObject).map(UpstreamTask::from);
  }

  /** Reads a task or an asset; fields that are missing or of another type are null. */
  public static UpstreamTask from(JsonNode node) {
    String asset = text(node.path("asset_id"));
    return new UpstreamTask(
        text(node.path("task_id")),
        storable(node.path("status").asText("")),
        asset == null ? text(node.path("file_id")) : asset,
        error(node.path("error")),
        text(node.path("metadata").path(MARKER)),
        text(node.path("created_at")));
  }

  private static String error(JsonNode error) {
    if (error.isMissingNode() || error.isNull()) {
      return null;
    }
    String message = error.path("message").asText("");
    if (!message.isEmpty()) {
      return storable(message);
    }
    return storable(error.isValueNode() ? error.asText() : error.toString());
  }

  private static String text(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? storable(node.asText()) : null;
  }

  /** Without the one character that Postgres cannot hold. */
  static String storable(String text) {
    return text.replace("\u0000", "");
  }
}
