package io.anteroom.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.upstream.JsonCuts.BrokenStructureException;
import io.anteroom.upstream.JsonCuts.Cut;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads of an asset or a task what Anteroom needs to follow it, and nothing else: whatever a client
 * put into it beside that need not be readable.
 */
final class LooseAsset {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "metadata";
  private static final List<String> NEEDED =
      List.of("task_id", "status", "asset_id", "file_id", "error", "created_at");

  private LooseAsset() {}

  /** Of a text that is one asset; empty where it is no JSON object. */
  static Optional<ObjectNode> read(byte[] json) {
    try {
      return read(json, JsonCuts.value(json));
    } catch (BrokenStructureException e) {
      return Optional.empty();
    }
  }

  /** Of a part of a text; empty where it is no JSON object. */
  static Optional<ObjectNode> read(byte[] json, Cut cut) {
    try {
      Map<String, Cut> fields = JsonCuts.fields(json, cut);
      ObjectNode asset = JSON.createObjectNode();
      for (String name : NEEDED) {
        asset.set(name, node(json, fields.get(name)));
      }
      if (fields.containsKey(METADATA)) {
        asset.putObject(METADATA).set(UpstreamTask.MARKER, marker(json, fields.get(METADATA)));
      }
      return Optional.of(asset);
    } catch (BrokenStructureException e) {
      return Optional.empty();
    }
  }

  private static JsonNode marker(byte[] json, Cut metadata) {
    try {
      return node(json, JsonCuts.fields(json, metadata).get(UpstreamTask.MARKER));
    } catch (BrokenStructureException e) {
      return MissingNode.getInstance(); // metadata that is no object holds no marker
    }
  }

  /** A value, or a missing node where there is none that can be read. */
  static JsonNode node(byte[] json, Cut cut) {
    if (cut == null) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(json, cut.from(), cut.to() - cut.from());
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
