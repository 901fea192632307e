package io.anteroom.upstream.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.upstream.json.JsonScanner.BrokenStructureException;
import io.anteroom.upstream.json.JsonScanner.Cut;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads of a task, an asset or a page of assets what Anteroom needs to follow them, and nothing
 * else, where no parser takes the whole: what a client put into one asset (a number that is none,
 * nesting without end) costs at most that asset.
 */
final class LenientTaskReader {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "metadata";
  private static final String RESULTS = "results";
  private static final String PAGINATION = "pagination";
  private static final String TOTAL = "total";
  private static final List<String> OF_ASSET =
      List.of("task_id", "status", "asset_id", "file_id", "error", "created_at");

  private LenientTaskReader() {}

  /**
   * What is needed of it; empty where it is no JSON object, or its brackets and quotes do not
   * match. On a page an asset that cannot be read is left out, and counts in the total all the
   * same: what such a page does not show may be there.
   */
  static Optional<ObjectNode> read(byte[] json) {
    try {
      Cut whole = JsonScanner.value(json);
      Map<String, Cut> fields = JsonScanner.fields(json, whole);
      return Optional.of(fields.containsKey(RESULTS) ? page(json, fields) : asset(json, whole));
    } catch (BrokenStructureException e) {
      return Optional.empty();
    }
  }

  private static ObjectNode page(byte[] json, Map<String, Cut> fields)
      throws BrokenStructureException {
    List<Cut> elements = JsonScanner.elements(json, fields.get(RESULTS));
    ObjectNode page = JSON.createObjectNode();
    ArrayNode results = page.putArray(RESULTS);
    for (Cut element : elements) {
      try {
        results.add(asset(json, element));
      } catch (BrokenStructureException e) {
        continue; // this one cannot be read
      }
    }
    JsonNode said = node(json, fields.get(PAGINATION));
    ObjectNode pagination = said.isObject() ? (ObjectNode) said : JSON.createObjectNode();
    pagination.put(TOTAL, Math.max(pagination.path(TOTAL).asLong(), elements.size()));
    page.set(PAGINATION, pagination);
    return page;
  }

  private static ObjectNode asset(byte[] json, Cut cut) throws BrokenStructureException {
    Map<String, Cut> fields = JsonScanner.fields(json, cut);
    ObjectNode asset = JSON.createObjectNode();
    for (String name : OF_ASSET) {
      asset.set(name, node(json, fields.get(name)));
    }
    if (fields.containsKey(METADATA)) {
      asset.putObject(METADATA).set(UpstreamTask.MARKER, marker(json, fields.get(METADATA)));
    }
    return asset;
  }

  private static JsonNode marker(byte[] json, Cut metadata) {
    try {
      return node(json, JsonScanner.fields(json, metadata).get(UpstreamTask.MARKER));
    } catch (BrokenStructureException e) {
      return MissingNode.getInstance(); // metadata that is no object holds no marker
    }
  }

  /** A value, or a missing node where there is none that can be read. */
  private static JsonNode node(byte[] json, Cut cut) {
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
