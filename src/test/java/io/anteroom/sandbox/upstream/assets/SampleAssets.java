package io.anteroom.sandbox.upstream.assets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.sandbox.upstream.settings.Modality;

final class SampleAssets {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SampleAssets() {}

  static Asset asset(String id, String metadata, long createdAtMs) {
    try {
      return new Asset(
          "asset-" + id,
          "task-" + id,
          "account",
          "collection",
          AssetMetadata.of((ObjectNode) JSON.readTree(metadata)),
          null,
          Modality.TEXT,
          null,
          null,
          null,
          SandboxTaskStatus.INITIALIZING,
          null,
          createdAtMs,
          createdAtMs);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static AssetFilter filter(String json) {
    try {
      return AssetFilterParser.parse(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
