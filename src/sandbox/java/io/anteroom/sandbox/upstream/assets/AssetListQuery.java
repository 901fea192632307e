package io.anteroom.sandbox.upstream.assets;

import io.anteroom.sandbox.upstream.settings.VisibilitySettings;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The question that {@code POST /assets} asks.
 *
 * @param collections the only collections wanted; empty: all
 * @param filter what else must hold
 */
public record AssetListQuery(Set<String> collections, AssetFilter filter) {

  /** The answer, newest first, as old and as dim as the settings want it. */
  public List<Asset> from(AccountAssets shelf, VisibilitySettings visibility, long nowMs) {
    long truthOfMs = nowMs - visibility.listLagMs();
    return candidates(shelf).stream()
        .map(asset -> asset.asListed(truthOfMs, visibility.failedInList()))
        .flatMap(Optional::stream)
        .filter(asset -> collections.isEmpty() || collections.contains(asset.collectionId()))
        .filter(filter::matches)
        .toList();
  }

  private Collection<TrackedAsset> candidates(AccountAssets shelf) {
    Optional<Set<String>> markers = filter.markers();
    return markers.isPresent() ? shelf.withMarkers(markers.get()) : shelf.newestFirst();
  }
}
