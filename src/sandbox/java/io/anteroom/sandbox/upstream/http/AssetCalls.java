package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.assets.Asset;
import io.anteroom.sandbox.upstream.assets.AssetListing;
import io.anteroom.sandbox.upstream.assets.AssetStore;
import io.anteroom.sandbox.upstream.assets.Page;
import io.anteroom.sandbox.upstream.assets.PageRequest;
import io.anteroom.sandbox.upstream.assets.TaskStatus;
import io.anteroom.sandbox.upstream.assets.TrackedAsset;
import io.anteroom.sandbox.upstream.indexing.Holdings;
import io.anteroom.sandbox.upstream.indexing.Intake;
import io.anteroom.sandbox.upstream.indexing.Workers;
import io.anteroom.sandbox.upstream.limits.ArrivalClock;
import io.anteroom.sandbox.upstream.search.AssetIndex;
import io.vertx.core.Future;
import java.util.List;

/** {@code POST /assets}, {@code GET} and {@code DELETE /assets/{asset_id}}, and the features. */
final class AssetCalls {
  private final AssetStore store;
  private final AssetIndex index;
  private final Workers workers;
  private final Intake intake;
  private final ArrivalClock clock;

  AssetCalls(Holdings all, Intake intake, ArrivalClock clock) {
    this.store = all.store();
    this.index = all.index();
    this.workers = all.workers();
    this.intake = intake;
    this.clock = clock;
  }

  Future<Work> list(Call call) {
    Integer off = call.settings().visibility().listOffStatus();
    if (off != null) {
      throw new CallRefused(Answer.error(off, "assets cannot be listed"));
    }
    return JsonBody.readOptional(call).map(fields -> list(call, fields));
  }

  private Work list(Call call, Fields fields) {
    PageRequest page = Paging.of(call.request(), fields);
    AssetListing listing = new AssetListing(fields.strings("collections"), fields.filter());
    return () -> {
      List<Asset> all =
          listing.from(store.of(call.account()), call.settings().visibility(), clock.epochMillis());
      return Future.succeededFuture(
          ListAnswer.of(Page.of(all, page).map(AssetView::of), call.request()));
    };
  }

  Future<Work> get(Call call) {
    return Future.succeededFuture(
        () -> Future.succeededFuture(Answer.ok(AssetView.of(find(call).current()))));
  }

  Future<Work> delete(Call call) {
    TrackedAsset asset = find(call);
    return Future.succeededFuture(
        () -> {
          intake.remove(asset);
          return Future.succeededFuture(Message.answer("Asset was deleted"));
        });
  }

  Future<Work> features(Call call) {
    Asset asset = find(call).current();
    PageRequest page = Paging.of(call.request());
    return Future.succeededFuture(
        () -> cut(asset).map(features -> ListAnswer.of(Page.of(features, page), call.request())));
  }

  private Future<List<Feature>> cut(Asset asset) {
    return asset.status().equals(TaskStatus.DONE)
        ? workers.run(() -> FeatureCut.of(asset, index.text(asset.assetId())))
        : Future.succeededFuture(List.of());
  }

  private TrackedAsset find(Call call) {
    return store
        .of(call.account())
        .byAssetId(call.pathParam("asset_id"))
        .orElseThrow(() -> CallRefused.notFound("asset"));
  }
}
