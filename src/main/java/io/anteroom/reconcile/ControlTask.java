package io.anteroom.reconcile;

import java.time.Duration;
import java.util.List;

/**
 * A task of which the upstream said that it has it, by which to tell whether an asset list shows
 * what is there.
 *
 * @param markers the markers of its submits, of which one at least is on an asset
 * @param assetId that asset; null where it is not known yet
 * @param ended whether it has ended, with an asset; its client may have deleted that since
 * @param age how long it runs, or is ended
 */
public record ControlTask(
    List<String> markers, String collectionId, String assetId, boolean ended, Duration age) {}
