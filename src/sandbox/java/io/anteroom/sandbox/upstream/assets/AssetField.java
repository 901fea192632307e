package io.anteroom.sandbox.upstream.assets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.Locale;

/** The fields of an asset by the names that filters use. */
final class AssetField {
  private static final String METADATA = "metadata.";

  private AssetField() {}

  /** The value, or a missing node. */
  static JsonNode read(Asset asset, String key) {
    if (key.startsWith(METADATA)) {
      return metadata(asset, key.substring(METADATA.length()));
    }
    return switch (key) {
      case "asset_id", "file_id" -> text(asset.assetId());
      case "task_id" -> text(asset.taskId());
      case "collection_id" -> text(asset.collectionId());
      case "status" -> text(asset.status());
      case "modality" -> text(asset.modality().name().toLowerCase(Locale.ROOT));
      case "url" -> text(asset.url());
      case "error" -> text(asset.error());
      case "created_at" -> text(Instant.ofEpochMilli(asset.createdAtMs()).toString());
      case "updated_at" -> text(Instant.ofEpochMilli(asset.updatedAtMs()).toString());
      default -> MissingNode.getInstance();
    };
  }

  /** A key of its own that has dots in it goes before a path into nested objects. */
  private static JsonNode metadata(Asset asset, String path) {
    if (path.equals(TaskMarker.METADATA_KEY) && asset.marker() != null) {
      return TextNode.valueOf(asset.marker());
    }
    JsonNode metadata = asset.metadata().tree();
    JsonNode own = metadata.path(path);
    if (!own.isMissingNode()) {
      return own;
    }
    JsonNode nested = metadata;
    for (String step : path.split("\\.")) {
      nested = nested.path(step);
    }
    return nested;
  }

  private static JsonNode text(String value) {
    return value == null ? MissingNode.getInstance() : TextNode.valueOf(value);
  }
}
