package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.assets.AssetStore;
import io.anteroom.sandbox.upstream.assets.Filter;
import io.anteroom.sandbox.upstream.assets.Page;
import io.anteroom.sandbox.upstream.assets.PageRequest;
import io.anteroom.sandbox.upstream.assets.TaskStatus;
import io.anteroom.sandbox.upstream.content.StoredFile;
import io.anteroom.sandbox.upstream.indexing.Holdings;
import io.anteroom.sandbox.upstream.indexing.Workers;
import io.anteroom.sandbox.upstream.indexing.Workshop;
import io.anteroom.sandbox.upstream.search.AssetIndex;
import io.anteroom.sandbox.upstream.search.ScoredAsset;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code POST /search/text}, {@code /search/url}, {@code /search/upload}. */
final class SearchCalls {
  private final AssetStore store;
  private final AssetIndex index;
  private final Workshop workshop;
  private final Workers workers;
  private final UploadReader uploads;

  SearchCalls(Holdings all, UploadReader uploads) {
    this.store = all.store();
    this.index = all.index();
    this.workshop = all.workshop();
    this.workers = all.workers();
    this.uploads = uploads;
  }

  /** What a search wants beside its words. */
  private record Terms(Call call, Filter filter, String modality, PageRequest page) {
    static Terms of(Call call, Fields fields) {
      return new Terms(
          call, fields.filter(), fields.optional("modality"), Paging.of(call.request(), fields));
    }
  }

  Future<Work> text(Call call) {
    return JsonBody.read(call)
        .map(
            fields -> {
              String query = fields.required("query");
              Terms terms = Terms.of(call, fields);
              return () ->
                  workers
                      .run(() -> index.withWords(call.account(), query))
                      .map(found -> answer(terms, found));
            });
  }

  Future<Work> url(Call call) {
    return JsonBody.read(call)
        .map(
            fields -> {
              String url = fields.required("url");
              Terms terms = Terms.of(call, fields);
              long maxBytes = call.settings().content().maxSearchBytes();
              return () -> workshop.fetch(url, maxBytes).compose(file -> like(terms, file));
            });
  }

  Future<Work> upload(Call call) {
    return uploads
        .read(call, call.settings().content().maxSearchBytes())
        .compose(
            form ->
                Future.succeededFuture(form.fields())
                    .map(fields -> Terms.of(call, fields))
                    .<Work>map(terms -> () -> like(terms, form.file()))
                    .onFailure(cause -> workshop.discard(form.file())));
  }

  private Future<Answer> like(Terms terms, StoredFile file) {
    String account = terms.call().account();
    return workshop
        .read(file)
        .compose(found -> workers.run(() -> index.like(account, found.text())))
        .map(found -> answer(terms, found))
        .eventually(() -> workshop.discard(file));
  }

  private Answer answer(Terms terms, List<ScoredAsset> found) {
    List<HitView> hits =
        found.stream().map(hit -> hit(terms, hit)).flatMap(Optional::stream).toList();
    return ListAnswer.of(Page.of(hits, terms.page()), terms.call().request());
  }

  private Optional<HitView> hit(Terms terms, ScoredAsset found) {
    String modality = terms.modality();
    return store
        .of(terms.call().account())
        .byAssetId(found.assetId())
        .map(asset -> asset.current())
        .filter(asset -> asset.status().equals(TaskStatus.DONE))
        .filter(
            asset ->
                modality == null
                    || modality.equals(asset.modality().name().toLowerCase(Locale.ROOT)))
        .filter(terms.filter()::matches)
        .map(asset -> HitView.of(asset, found.score()));
  }
}
