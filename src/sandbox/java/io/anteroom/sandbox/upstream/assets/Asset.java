package io.anteroom.sandbox.upstream.assets;

import io.anteroom.sandbox.upstream.settings.Modality;

/**
 * An asset and the task that makes it, at one moment. Immutable.
 *
 * @param account whose it is
 * @param metadata as the caller sent it, never null
 * @param url where it was downloaded from; null: it was sent
 * @param modality a guess until the content has been examined
 * @param contentType null until the content has been examined
 * @param size bytes; null until they have been stored
 * @param media of an image or a video; else null
 * @param status a word of {@link SandboxTaskStatus}, or a strange one
 * @param error why it FAILED; else null
 * @param createdAtMs milliseconds since the epoch
 * @param updatedAtMs milliseconds since the epoch
 */
public record Asset(
    String assetId,
    String taskId,
    String account,
    String collectionId,
    AssetMetadata metadata,
    String url,
    Modality modality,
    String contentType,
    Long size,
    MediaFacts media,
    String status,
    String error,
    long createdAtMs,
    long updatedAtMs) {

  /** Whether its status will never change again. */
  public boolean hasEnded() {
    return SandboxTaskStatus.isEnd(status);
  }

  /** What Anteroom wrote into the metadata to find it again, or null. */
  public String marker() {
    return metadata.marker();
  }

  Asset withStatus(String newStatus, String newError, long nowMs) {
    return new Asset(
        assetId,
        taskId,
        account,
        collectionId,
        metadata,
        url,
        modality,
        contentType,
        size,
        media,
        newStatus,
        newError,
        createdAtMs,
        nowMs);
  }

  Asset withContent(Modality newModality, String newType, long newSize, MediaFacts newMedia) {
    return new Asset(
        assetId,
        taskId,
        account,
        collectionId,
        metadata,
        url,
        newModality,
        newType,
        newSize,
        newMedia,
        status,
        error,
        createdAtMs,
        updatedAtMs);
  }
}
