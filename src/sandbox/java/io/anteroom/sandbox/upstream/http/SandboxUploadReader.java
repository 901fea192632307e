package io.anteroom.sandbox.upstream.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.sandbox.upstream.assets.InvalidInputException;
import io.anteroom.sandbox.upstream.content.ContentTooLargeException;
import io.anteroom.sandbox.upstream.content.FileSink;
import io.anteroom.sandbox.upstream.content.StoredFile;
import io.anteroom.sandbox.upstream.indexing.ContentPipeline;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a form with a file; the file goes to disk as it comes, whatever its size. */
final class SandboxUploadReader {
  private static final String FILE = "file";
  private static final Set<String> JSON_FIELDS =
      Set.of("metadata", "settings", "filters", "pagination");

  /** What a form may have beside its file before it is refused unread. */
  private static final long SPARE_BYTES = 1 << 20;

  private final Vertx vertx;
  private final ContentPipeline contentPipeline;

  SandboxUploadReader(Vertx vertx, ContentPipeline contentPipeline) {
    this.vertx = vertx;
    this.contentPipeline = contentPipeline;
  }

  /** The form; fails where its file is missing, doubled, or larger than that many bytes. */
  Future<SandboxUploadForm> read(SandboxCall call, long maxBytes) {
    HttpServerRequest request = call.request();
    if (!isForm(request)) {
      return Future.failedFuture(new InvalidInputException("the body must be multipart/form-data"));
    }
    if (declaredLength(request) > maxBytes + SPARE_BYTES) {
      return Future.failedFuture(new ContentTooLargeException(maxBytes));
    }
    List<Future<StoredFile>> uploads = new ArrayList<>();
    request.setExpectMultipart(true);
    request.uploadHandler(upload -> take(upload, uploads, maxBytes));
    return BodyReadStart.welcomeForm(request, vertx)
        .compose(read -> Future.join(uploads))
        .map(saved -> form(uploads, request.formAttributes()))
        .onFailure(cause -> uploads.forEach(upload -> upload.onSuccess(contentPipeline::discard)));
  }

  private static boolean isForm(HttpServerRequest request) {
    String type = request.getHeader("Content-Type");
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length == null ? 0 : Long.parseLong(length);
  }

  private void take(HttpServerFileUpload upload, List<Future<StoredFile>> uploads, long maxBytes) {
    if (!upload.name().equals(FILE)) {
      upload.handler(bytes -> {});
      return;
    }
    Path path = contentPipeline.newFile();
    uploads.add(
        FileSink.write(vertx.fileSystem(), upload, path, maxBytes)
            .map(size -> new StoredFile(path, size, upload.contentType(), upload.filename())));
  }

  private static SandboxUploadForm form(List<Future<StoredFile>> uploads, MultiMap attributes) {
    if (uploads.isEmpty()) {
      throw new InvalidInputException("file is required");
    }
    if (uploads.size() > 1) {
      throw new InvalidInputException("more than one file");
    }
    return new SandboxUploadForm(uploads.get(0).result(), fields(attributes));
  }

  private static RequestFields fields(MultiMap attributes) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, String> field : attributes) {
      if (!JSON_FIELDS.contains(field.getKey())) {
        fields.put(field.getKey(), field.getValue());
      } else if (!field.getValue().isBlank()) {
        fields.set(field.getKey(), ApiJson.read(field.getValue()));
      }
    }
    return new RequestFields(fields);
  }
}
