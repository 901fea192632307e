package io.anteroom.sandbox.upstream.assets;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The assets of one account. Not thread-safe: belongs to the event loop. Looked up by marker
 * without a scan: that is the question Anteroom asks all the time.
 */
public final class AccountAssets {
  private record Place(long sequence, TrackedAsset asset) {}

  private final NavigableMap<Long, TrackedAsset> inOrder = new TreeMap<>();
  private final Map<String, Place> byAssetId = new HashMap<>();
  private final Map<String, Place> byTaskId = new HashMap<>();
  private final Map<String, NavigableMap<Long, TrackedAsset>> byMarker = new HashMap<>();
  private long lastSequence;

  void add(TrackedAsset asset) {
    Place place = new Place(++lastSequence, asset);
    Asset first = asset.current();
    inOrder.put(place.sequence(), asset);
    byAssetId.put(first.assetId(), place);
    byTaskId.put(first.taskId(), place);
    if (first.marker() != null) {
      byMarker
          .computeIfAbsent(first.marker(), marker -> new TreeMap<>())
          .put(place.sequence(), asset);
    }
  }

  void remove(TrackedAsset asset) {
    Asset current = asset.current();
    Place place = byAssetId.remove(current.assetId());
    if (place == null) {
      return;
    }
    asset.markRemoved();
    inOrder.remove(place.sequence());
    byTaskId.remove(current.taskId());
    if (current.marker() != null) {
      byMarker.get(current.marker()).remove(place.sequence());
    }
  }

  /** The asset of that id, if the account has it. */
  public Optional<TrackedAsset> byAssetId(String assetId) {
    return Optional.ofNullable(byAssetId.get(assetId)).map(Place::asset);
  }

  /** The asset of the task of that id, if the account has it. */
  public Optional<TrackedAsset> byTaskId(String taskId) {
    return Optional.ofNullable(byTaskId.get(taskId)).map(Place::asset);
  }

  /** All of them, newest first. */
  Collection<TrackedAsset> newestFirst() {
    return inOrder.descendingMap().values();
  }

  /** Those with one of the markers, newest first. */
  List<TrackedAsset> withMarkers(Set<String> markers) {
    return markers.stream()
        .flatMap(
            marker ->
                byMarker.getOrDefault(marker, Collections.emptyNavigableMap()).entrySet().stream())
        .sorted(Map.Entry.<Long, TrackedAsset>comparingByKey(Comparator.reverseOrder()))
        .map(Map.Entry::getValue)
        .toList();
  }

  void markAllRemoved() {
    inOrder.values().forEach(TrackedAsset::markRemoved);
  }
}
