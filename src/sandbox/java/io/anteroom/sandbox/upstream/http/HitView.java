package io.anteroom.sandbox.upstream.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.anteroom.sandbox.upstream.assets.Asset;
import io.anteroom.sandbox.upstream.settings.Modality;
import java.time.Instant;

/** A search hit as the API shows it; an asset that was not fetched has no URL. */
record HitView(
    String assetId,
    String collectionId,
    float score,
    @JsonRawValue String metadata,
    Modality modality,
    String url,
    String createdAt)
    implements AssetDocument {

  static HitView of(Asset asset, float score) {
    return new HitView(
        asset.assetId(),
        asset.collectionId(),
        score,
        asset.metadata().json(),
        asset.modality(),
        asset.url(),
        Instant.ofEpochMilli(asset.createdAtMs()).toString());
  }
}
