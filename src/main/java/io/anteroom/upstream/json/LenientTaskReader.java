package io.anteroom.upstream.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.upstream.json.JsonScanner.BrokenStructureException;
import io.anteroom.upstream.json.JsonScanner.Cut;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
  private static final List<String> OF_TASK =
      Stream.concat(
              Stream.of("task_id", "status", "asset_id", "file_id", "created_at"),
              ErrorMessageReader.OF_TASK.stream())
          .toList();

  private LenientTaskReader() {}

  /**
   * What is needed of it; empty where it is no JSON object, or its brackets and quotes do not
   * match. On a page an asset that cannot be read, or whose marker cannot, is null: it may be any
   * asset. What the page says of its own size is kept where it can be read, and else left out.
   */
  static Optional<ObjectNode> read(byte[] json) {
    try {
      Cut whole = JsonScanner.value(json);
      Map<String, Cut> fields = JsonScanner.fields(json, whole);
      return Optional.of(fields.containsKey(RESULTS) ? page(json, fields) : task(json, fields));
    } catch (BrokenStructureException e) {
      return Optional.empty();
    }
  }

  private static ObjectNode page(byte[] json, Map<String, Cut> fields)
      throws BrokenStructureException {
    ObjectNode page = JSON.createObjectNode();
    ArrayNode results = page.putArray(RESULTS);
    for (Cut element : JsonScanner.elements(json, fields.get(RESULTS))) {
      results.add(listed(json, element));
    }
    page.set(PAGINATION, node(json, fields.get(PAGINATION)));
    return page;
  }

  private static JsonNode listed(byte[] json, Cut element) {
    try {
      Map<String, Cut> fields = JsonScanner.fields(json, element);
      ObjectNode asset = task(json, fields);
      if (fields.containsKey(METADATA)) {
        asset.putObject(METADATA).set(UpstreamTask.MARKER, marker(json, fields.get(METADATA)));
      }
      return asset;
    } catch (BrokenStructureException e) {
      return NullNode.getInstance();
    }
  }

  private static ObjectNode task(byte[] json, Map<String, Cut> fields) {
    ObjectNode task = JSON.createObjectNode();
    for (String name : OF_TASK) {
      task.set(name, node(json, fields.get(name)));
    }
    return task;
  }

  /** A missing node where there surely is none: metadata that is no object holds none. */
  private static JsonNode marker(byte[] json, Cut metadata) throws BrokenStructureException {
    boolean isObject = json[metadata.from()] == '{';
    Cut marker = isObject ? JsonScanner.fields(json, metadata).get(UpstreamTask.MARKER) : null;
    JsonNode node = node(json, marker);
    if (marker != null && node.isMissingNode()) {
      throw new BrokenStructureException(marker.from());
    }
    return node;
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
