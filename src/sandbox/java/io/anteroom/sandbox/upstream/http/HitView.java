package io.anteroom.sandbox.upstream.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.sandbox.upstream.assets.Asset;
import io.anteroom.sandbox.upstream.settings.Modality;
import java.time.Instant;

/** A search hit as the API shows it; an asset that was not fetched has no URL. */
record HitView(
    String assetId,
    String collectionId,
    float score,
    ObjectNode metadata,
    Modality modality,
    String url,
    String createdAt) {

  static HitView of(Asset asset, float score) {
    return new HitView(
        asset.assetId(),
        asset.collectionId(),
        score,
        asset.metadata(),
        asset.modality(),
        asset.url(),
        Instant.ofEpochMilli(asset.createdAtMs()).toString());
  }
}
