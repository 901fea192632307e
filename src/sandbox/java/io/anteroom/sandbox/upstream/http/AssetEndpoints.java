package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.assets.Asset;
import io.anteroom.sandbox.upstream.assets.AssetListQuery;
import io.anteroom.sandbox.upstream.assets.AssetPage;
import io.anteroom.sandbox.upstream.assets.AssetStore;
import io.anteroom.sandbox.upstream.assets.PageRequest;
import io.anteroom.sandbox.upstream.assets.SandboxTaskStatus;
import io.anteroom.sandbox.upstream.assets.TrackedAsset;
import io.anteroom.sandbox.upstream.indexing.IndexingServices;
import io.anteroom.sandbox.upstream.indexing.IndexingTasks;
import io.anteroom.sandbox.upstream.indexing.WorkerPool;
import io.anteroom.sandbox.upstream.limits.ArrivalClock;
import io.anteroom.sandbox.upstream.search.AssetIndex;
import io.vertx.core.Future;
import java.util.List;

/** {@code POST /assets}, {@code GET} and {@code DELETE /assets/{asset_id}}, and the features. */
final class AssetEndpoints {
  private final AssetStore store;
  private final AssetIndex index;
  private final WorkerPool workerPool;
  private final IndexingTasks indexingTasks;
  private final ArrivalClock clock;

  AssetEndpoints(IndexingServices all, IndexingTasks indexingTasks, ArrivalClock clock) {
    this.store = all.store();
    this.index = all.index();
    this.workerPool = all.workers();
    this.indexingTasks = indexingTasks;
    this.clock = clock;
  }

  Future<PreparedCall> list(SandboxCall call) {
    Integer off = call.settings().visibility().listOffStatus();
    if (off != null) {
      throw new CallRefusedException(SandboxResponse.error(off, "assets cannot be listed"));
    }
    return SandboxJsonBody.readOptional(call).map(fields -> list(call, fields));
  }

  private PreparedCall list(SandboxCall call, RequestFields fields) {
    PageRequest page = SandboxPaging.of(call.request(), fields);
    AssetListQuery listing = new AssetListQuery(fields.strings("collections"), fields.filter());
    return () -> {
      List<Asset> all =
          listing.from(store.of(call.account()), call.settings().visibility(), clock.epochMillis());
      return Future.succeededFuture(
          ListResponse.of(AssetPage.of(all, page).map(AssetView::of), call.request()));
    };
  }

  Future<PreparedCall> get(SandboxCall call) {
    return Future.succeededFuture(
        () -> Future.succeededFuture(SandboxResponse.ok(AssetView.of(find(call).current()))));
  }

  Future<PreparedCall> delete(SandboxCall call) {
    TrackedAsset asset = find(call);
    return Future.succeededFuture(
        () -> {
          indexingTasks.remove(asset);
          return Future.succeededFuture(MessageResponse.answer("Asset was deleted"));
        });
  }

  Future<PreparedCall> features(SandboxCall call) {
    Asset asset = find(call).current();
    PageRequest page = SandboxPaging.of(call.request());
    return Future.succeededFuture(
        () ->
            cut(asset)
                .map(features -> ListResponse.of(AssetPage.of(features, page), call.request())));
  }

  private Future<List<AssetFeature>> cut(Asset asset) {
    return asset.status().equals(SandboxTaskStatus.DONE)
        ? workerPool.run(() -> FeatureExtractor.of(asset, index.text(asset.assetId())))
        : Future.succeededFuture(List.of());
  }

  private TrackedAsset find(SandboxCall call) {
    return store
        .of(call.account())
        .byAssetId(call.pathParam("asset_id"))
        .orElseThrow(() -> CallRefusedException.notFound("asset"));
  }
}
