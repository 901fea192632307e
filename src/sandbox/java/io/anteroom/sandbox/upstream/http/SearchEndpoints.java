package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.assets.AssetFilter;
import io.anteroom.sandbox.upstream.assets.AssetPage;
import io.anteroom.sandbox.upstream.assets.AssetStore;
import io.anteroom.sandbox.upstream.assets.PageRequest;
import io.anteroom.sandbox.upstream.assets.SandboxTaskStatus;
import io.anteroom.sandbox.upstream.content.StoredFile;
import io.anteroom.sandbox.upstream.indexing.ContentPipeline;
import io.anteroom.sandbox.upstream.indexing.IndexingServices;
import io.anteroom.sandbox.upstream.indexing.WorkerPool;
import io.anteroom.sandbox.upstream.search.AssetIndex;
import io.anteroom.sandbox.upstream.search.ScoredAsset;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code POST /search/text}, {@code /search/url}, {@code /search/upload}. */
final class SearchEndpoints {
  private final AssetStore store;
  private final AssetIndex index;
  private final ContentPipeline contentPipeline;
  private final WorkerPool workerPool;
  private final SandboxUploadReader uploads;

  SearchEndpoints(IndexingServices all, SandboxUploadReader uploads) {
    this.store = all.store();
    this.index = all.index();
    this.contentPipeline = all.workshop();
    this.workerPool = all.workers();
    this.uploads = uploads;
  }

  /** What a search wants beside its words. */
  private record Terms(SandboxCall call, AssetFilter filter, String modality, PageRequest page) {
    static Terms of(SandboxCall call, RequestFields fields) {
      return new Terms(
          call,
          fields.filter(),
          fields.optional("modality"),
          SandboxPaging.of(call.request(), fields));
    }
  }

  Future<PreparedCall> text(SandboxCall call) {
    return SandboxJsonBody.read(call)
        .map(
            fields -> {
              String query = fields.required("query");
              Terms terms = Terms.of(call, fields);
              return () ->
                  workerPool
                      .run(() -> index.withWords(call.account(), query))
                      .map(found -> answer(terms, found));
            });
  }

  Future<PreparedCall> url(SandboxCall call) {
    return SandboxJsonBody.read(call)
        .map(
            fields -> {
              String url = fields.required("url");
              Terms terms = Terms.of(call, fields);
              long maxBytes = call.settings().content().maxSearchBytes();
              return () -> contentPipeline.fetch(url, maxBytes).compose(file -> like(terms, file));
            });
  }

  Future<PreparedCall> upload(SandboxCall call) {
    return uploads
        .read(call, call.settings().content().maxSearchBytes())
        .compose(
            form ->
                Future.succeededFuture(form.fields())
                    .map(fields -> Terms.of(call, fields))
                    .<PreparedCall>map(terms -> () -> like(terms, form.file()))
                    .onFailure(cause -> contentPipeline.discard(form.file())));
  }

  private Future<SandboxResponse> like(Terms terms, StoredFile file) {
    String account = terms.call().account();
    return contentPipeline
        .read(file)
        .compose(found -> workerPool.run(() -> index.like(account, found.text())))
        .map(found -> answer(terms, found))
        .eventually(() -> contentPipeline.discard(file));
  }

  private SandboxResponse answer(Terms terms, List<ScoredAsset> found) {
    List<HitView> hits =
        found.stream().map(hit -> hit(terms, hit)).flatMap(Optional::stream).toList();
    return ListResponse.of(AssetPage.of(hits, terms.page()), terms.call().request());
  }

  private Optional<HitView> hit(Terms terms, ScoredAsset found) {
    String modality = terms.modality();
    return store
        .of(terms.call().account())
        .byAssetId(found.assetId())
        .map(asset -> asset.current())
        .filter(asset -> asset.status().equals(SandboxTaskStatus.DONE))
        .filter(
            asset ->
                modality == null
                    || modality.equals(asset.modality().name().toLowerCase(Locale.ROOT)))
        .filter(terms.filter()::matches)
        .map(asset -> HitView.of(asset, found.score()));
  }
}
