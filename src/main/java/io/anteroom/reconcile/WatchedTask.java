package io.anteroom.reconcile;

import io.anteroom.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * An ended task of which more than one submit may have happened.
 *
 * @param id the task
 * @param status how it ended
 * @param markers the markers of all of its submits
 * @param collectionId where its assets are
 * @param upstreamTaskId the upstream task that it followed, or null
 * @param assetId the asset of that, or null
 * @param sinceEnd how long ago it ended
 */
public record WatchedTask(
    UUID id,
    TaskStatus status,
    List<String> markers,
    String collectionId,
    String upstreamTaskId,
    String assetId,
    Duration sinceEnd) {}
