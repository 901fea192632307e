package io.anteroom.upstream.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.async.json.UnicodeText;

/**
 * What the upstream says of one task, by {@code GET /tasks/{id}} or on the asset list.
 *
 * @param status its status, as the upstream spells it; never null, possibly empty
 * @param assetId the asset made of it, or null
 * @param error what went wrong in words, of bounded length; or null. Says nothing of a task that
 *     did not fail
 * @param marker the value of {@code metadata.anteroom_task}, or null
 * @param createdAt when the asset was made, as the upstream writes it, or null
 */
public record UpstreamTask(
    String taskId, String status, String assetId, String error, String marker, String createdAt) {

  /** The key of our marker in the metadata of a submit. */
  public static final String MARKER = "anteroom_task";

  private static final int MAX_ID = 1_000;

  /** Reads a task or an asset; fields that are missing or of another type are null. */
  static UpstreamTask from(JsonNode node, ErrorMessageLimit limit) {
    String asset = id(node.path("asset_id"));
    return new UpstreamTask(
        id(node.path("task_id")),
        limit.cut(UnicodeText.mended(node.path("status").asText(""))),
        asset == null ? id(node.path("file_id")) : asset,
        error(node, limit),
        text(node.path("metadata").path(MARKER)),
        text(node.path("created_at")));
  }

  /** Whether this is another asset than one that is kept, made by another upstream task. */
  public boolean isDuplicateOf(UpstreamTask kept) {
    return assetId != null
        && taskId != null
        && !assetId.equals(kept.assetId)
        && !taskId.equals(kept.taskId);
  }

  private static String error(JsonNode node, ErrorMessageLimit limit) {
    String words = UnicodeText.mended(ErrorMessageReader.ofTask(node));
    return words.isBlank() ? null : limit.cut(words);
  }

  /** Or null where there is none that could be kept: an id that was cut would be another's. */
  public static String id(JsonNode node) {
    String id = text(node);
    return id == null || id.isEmpty() || id.length() > MAX_ID ? null : id;
  }

  /** Or null where Postgres would hold it as another text, which could be another task's. */
  private static String text(JsonNode node) {
    if (!node.isValueNode() || node.isNull()) {
      return null;
    }
    String text = node.asText();
    return UnicodeText.fault(text).isEmpty() ? text : null;
  }
}
