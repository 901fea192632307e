package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.assets.Asset;
import io.anteroom.sandbox.upstream.indexing.IndexRequest;
import io.anteroom.sandbox.upstream.indexing.Intake;
import io.anteroom.sandbox.upstream.indexing.Source;
import io.anteroom.sandbox.upstream.indexing.Workshop;
import io.vertx.core.Future;

/** {@code POST /index/url}, {@code /index/text}, {@code /index/upload}. */
final class IndexCalls {
  private final Intake intake;
  private final Workshop workshop;
  private final UploadReader uploads;

  IndexCalls(Intake intake, Workshop workshop, UploadReader uploads) {
    this.intake = intake;
    this.workshop = workshop;
    this.uploads = uploads;
  }

  Future<Work> url(Call call) {
    return JsonBody.read(call)
        .map(fields -> work(call, fields, new Source.Url(fields.required("url"))));
  }

  Future<Work> text(Call call) {
    return JsonBody.read(call)
        .map(fields -> work(call, fields, new Source.Text(fields.required("text"))));
  }

  Future<Work> upload(Call call) {
    return uploads
        .read(call, call.settings().content().maxIndexBytes())
        .compose(
            form ->
                Future.succeededFuture(form.fields())
                    .map(fields -> work(call, fields, new Source.Upload(form.file())))
                    .onFailure(cause -> workshop.discard(form.file())));
  }

  private Work work(Call call, Fields fields, Source source) {
    IndexRequest request =
        new IndexRequest(
            call.account(), fields.required("collection_id"), fields.object("metadata"), source);
    return () -> Future.succeededFuture(accept(request));
  }

  private Answer accept(IndexRequest request) {
    Asset asset = intake.accept(request);
    return Answer.ok(new Message("Indexing has started", asset.taskId()));
  }
}
