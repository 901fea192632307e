package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.assets.Asset;
import io.anteroom.sandbox.upstream.assets.AssetMetadata;
import io.anteroom.sandbox.upstream.indexing.ContentPipeline;
import io.anteroom.sandbox.upstream.indexing.ContentSource;
import io.anteroom.sandbox.upstream.indexing.IndexingTasks;
import io.anteroom.sandbox.upstream.indexing.SandboxIndexRequest;
import io.vertx.core.Future;

/** {@code POST /index/url}, {@code /index/text}, {@code /index/upload}. */
final class IndexEndpoints {
  private final IndexingTasks indexingTasks;
  private final ContentPipeline contentPipeline;
  private final SandboxUploadReader uploads;

  IndexEndpoints(
      IndexingTasks indexingTasks, ContentPipeline contentPipeline, SandboxUploadReader uploads) {
    this.indexingTasks = indexingTasks;
    this.contentPipeline = contentPipeline;
    this.uploads = uploads;
  }

  Future<PreparedCall> url(SandboxCall call) {
    return SandboxJsonBody.read(call)
        .map(fields -> work(call, fields, new ContentSource.Url(fields.required("url"))));
  }

  Future<PreparedCall> text(SandboxCall call) {
    return SandboxJsonBody.read(call)
        .map(fields -> work(call, fields, new ContentSource.Text(fields.required("text"))));
  }

  Future<PreparedCall> upload(SandboxCall call) {
    return uploads
        .read(call, call.settings().content().maxIndexBytes())
        .compose(
            form ->
                Future.succeededFuture(form.fields())
                    .map(fields -> work(call, fields, new ContentSource.Upload(form.file())))
                    .onFailure(cause -> contentPipeline.discard(form.file())));
  }

  private PreparedCall work(SandboxCall call, RequestFields fields, ContentSource source) {
    SandboxIndexRequest request =
        new SandboxIndexRequest(
            call.account(),
            fields.required("collection_id"),
            AssetMetadata.of(fields.object("metadata")),
            source);
    return () -> Future.succeededFuture(accept(request));
  }

  private SandboxResponse accept(SandboxIndexRequest request) {
    Asset asset = indexingTasks.accept(request);
    return SandboxResponse.ok(new MessageResponse("Indexing has started", asset.taskId()));
  }
}
