package io.anteroom.sandbox.upstream.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.anteroom.sandbox.upstream.assets.Asset;
import io.anteroom.sandbox.upstream.assets.MediaFacts;
import io.anteroom.sandbox.upstream.settings.Modality;
import java.time.Instant;
import java.util.Objects;

/** An asset as the API shows it; what is null is left out. */
record AssetView(
    String assetId,
    String taskId,
    String status,
    String error,
    String collectionId,
    @JsonRawValue String metadata,
    Modality modality,
    String url,
    String contentType,
    Long size,
    Integer width,
    Integer height,
    Double durationSeconds,
    String createdAt,
    String updatedAt)
    implements AssetDocument {

  static AssetView of(Asset asset) {
    MediaFacts media = Objects.requireNonNullElse(asset.media(), MediaFacts.UNKNOWN);
    return new AssetView(
        asset.assetId(),
        asset.taskId(),
        asset.status(),
        asset.error(),
        asset.collectionId(),
        asset.metadata().json(),
        asset.modality(),
        asset.url(),
        asset.contentType(),
        asset.size(),
        media.width(),
        media.height(),
        media.durationSeconds(),
        Instant.ofEpochMilli(asset.createdAtMs()).toString(),
        Instant.ofEpochMilli(asset.updatedAtMs()).toString());
  }
}
