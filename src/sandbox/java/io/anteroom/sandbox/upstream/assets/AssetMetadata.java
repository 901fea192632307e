package io.anteroom.sandbox.upstream.assets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.sandbox.upstream.json.LosslessJson;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The metadata of an asset, kept as JSON: a tree of it would take up to thirty times the memory.
 *
 * @param json an object
 * @param marker what Anteroom wrote into it to find the asset again, or null
 */
public record AssetMetadata(String json, String marker) {

  /** That object. */
  public static AssetMetadata of(ObjectNode metadata) {
    String marker = metadata.path(TaskMarker.METADATA_KEY).textValue();
    return new AssetMetadata(LosslessJson.write(metadata), marker);
  }

  /** A tree of it, a new one at each call. */
  JsonNode tree() {
    try {
      return LosslessJson.read(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
