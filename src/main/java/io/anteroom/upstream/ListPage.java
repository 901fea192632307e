package io.anteroom.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.upstream.JsonCuts.BrokenStructureException;
import io.anteroom.upstream.JsonCuts.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A page of the asset list, as far as it can be read: one asset that cannot costs that asset alone.
 * Immutable.
 *
 * @param assets those that were read, in their order
 * @param unreadable how many were not
 * @param pagination what the upstream says of the whole list; a missing node where it says nothing
 */
public record ListPage(List<UpstreamTask> assets, int unreadable, JsonNode pagination) {

  private static final String RESULTS = "results";
  private static final String PAGINATION = "pagination";

  /** Empty where the answer is no success, or has not the structure of a list: then it is none. */
  public static Optional<ListPage> of(UpstreamAnswer answer) {
    if (!answer.isSuccess()) {
      return Optional.empty();
    }
    return answer.body().isMissingNode() ? loose(answer.unread()) : read(answer.body());
  }

  private static Optional<ListPage> read(JsonNode body) {
    JsonNode results = body.path(RESULTS);
    if (!results.isArray()) {
      return Optional.empty();
    }
    List<UpstreamTask> assets = new ArrayList<>(results.size());
    for (JsonNode asset : results) {
      if (asset.isObject()) {
        assets.add(UpstreamTask.from(asset));
      }
    }
    int unreadable = results.size() - assets.size();
    return Optional.of(new ListPage(assets, unreadable, body.path(PAGINATION)));
  }

  /** Asset by asset, of a text that no parser takes as a whole. */
  private static Optional<ListPage> loose(byte[] json) {
    try {
      Map<String, Cut> fields = JsonCuts.fields(json, JsonCuts.value(json));
      if (!fields.containsKey(RESULTS)) {
        return Optional.empty();
      }
      List<Cut> results = JsonCuts.elements(json, fields.get(RESULTS));
      List<UpstreamTask> assets = new ArrayList<>(results.size());
      for (Cut result : results) {
        Optional<ObjectNode> asset = LooseAsset.read(json, result);
        asset.map(UpstreamTask::from).ifPresent(assets::add);
      }
      int unreadable = results.size() - assets.size();
      JsonNode pagination = LooseAsset.node(json, fields.get(PAGINATION));
      return Optional.of(new ListPage(assets, unreadable, pagination));
    } catch (BrokenStructureException e) {
      return Optional.empty();
    }
  }
}
