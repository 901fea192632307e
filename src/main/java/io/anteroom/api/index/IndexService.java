package io.anteroom.api.index;

import io.anteroom.accept.AcceptResult;
import io.anteroom.accept.IdempotencyFingerprint;
import io.anteroom.accept.IdempotencyKey;
import io.anteroom.accept.IdempotencyKeyReusedException;
import io.anteroom.accept.NewTask;
import io.anteroom.accept.TaskOptions;
import io.anteroom.accept.TaskService;
import io.anteroom.accept.queue.QueueFullException;
import io.anteroom.account.Client;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.form.UploadForm.Upload;
import io.anteroom.async.CallerContext;
import io.anteroom.async.LargeBodyOffload;
import io.anteroom.async.TimeOrderedId;
import io.anteroom.async.json.JsonWriter;
import io.anteroom.task.StoredFile;
import io.anteroom.task.Workload;
import io.anteroom.upload.Spool;
import io.anteroom.upload.Spool.Kept;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.UUID;

/** Turns checked requests into accepted tasks. Thread-safe. */
@Singleton
public class IndexService {

  private final TaskService taskService;
  private final CallbackOption callback;
  private final Spool spool;

  IndexService(TaskService taskService, CallbackOption callback, Spool spool) {
    this.taskService = taskService;
    this.callback = callback;
    this.spool = spool;
  }

  /**
   * A request as the database takes it.
   *
   * @param key or null
   */
  private record Written(String request, IdempotencyKey key) {}

  /**
   * Accepts a request without a file; what it answers is committed.
   *
   * @param large whether it has megabytes, which are hashed and written on a worker thread
   */
  Uni<AcceptResult> accept(
      Client client, IndexRequest request, HttpHeaders headers, boolean large) {
    Caller.demandCollection(client, request.collectionId());
    Uni<Written> written =
        Uni.createFrom()
            .item(
                () ->
                    new Written(JsonWriter.text(request.forwarded()), key(headers, request, null)));
    return LargeBodyOffload.apart(large, written).chain(w -> accept(client, request, w));
  }

  private Uni<AcceptResult> accept(Client client, IndexRequest request, Written written) {
    return callback
        .admitted(client, request.options())
        .map(
            options ->
                newTask(
                    TimeOrderedId.next(),
                    client,
                    request,
                    options,
                    written.request(),
                    null,
                    written.key()))
        .chain(taskService::accept)
        .onFailure(CallbackOption::isRefusal)
        .recoverWithUni(
            refusal -> taskService.acceptedBefore(client.name(), written.key(), refusal));
  }

  /** Accepts an upload: the file is on disk, flushed, before the task is there. */
  Uni<AcceptResult> accept(
      Client client, IndexRequest request, Upload upload, HttpHeaders headers) {
    Caller.demandCollection(client, request.collectionId());
    return callback
        .admitted(client, request.options())
        .chain(options -> accept(client, request, options, upload, headers))
        .onFailure(CallbackOption::isRefusal)
        .recoverWithUni(refusal -> acceptedBefore(client, request, upload, headers, refusal));
  }

  /** The key's content includes the file, so that one must be read first. */
  private Uni<AcceptResult> acceptedBefore(
      Client client, IndexRequest request, Upload upload, HttpHeaders headers, Throwable refusal) {
    if (!hasKey(headers)) {
      return Uni.createFrom().failure(refusal);
    }
    return keep(upload)
        .chain(
            kept ->
                taskService
                    .acceptedBefore(client.name(), key(headers, request, kept), refusal)
                    .eventually(() -> spool.remove(kept.path())));
  }

  private Uni<AcceptResult> accept(
      Client client,
      IndexRequest request,
      TaskOptions options,
      Upload upload,
      HttpHeaders headers) {
    return requireCapacity(client, headers)
        .chain(() -> keep(upload))
        .chain(kept -> store(client, request, options, headers, upload, kept));
  }

  /**
   * A full queue refuses the upload before its file is read. With a key the file is read all the
   * same: its content tells whether the key has a task already.
   */
  private Uni<Void> requireCapacity(Client client, HttpHeaders headers) {
    return hasKey(headers)
        ? Uni.createFrom().voidItem()
        : taskService.requireCapacity(client.account().name(), client.name());
  }

  private Uni<AcceptResult> store(
      Client client,
      IndexRequest request,
      TaskOptions options,
      HttpHeaders headers,
      Upload upload,
      Kept kept) {
    String forwarded = JsonWriter.text(request.forwarded());
    IdempotencyKey key = key(headers, request, kept);
    NewTask task =
        newTask(kept.id(), client, request, options, forwarded, upload.stored(kept), key);
    return accept(task, kept);
  }

  private static boolean hasKey(HttpHeaders headers) {
    return IdempotencyKeyHeader.of(headers) != null;
  }

  /**
   * The request's key, or null where it has none.
   *
   * @param file or null
   */
  private static IdempotencyKey key(HttpHeaders headers, IndexRequest request, Kept file) {
    return IdempotencyKeyHeader.with(
        IdempotencyKeyHeader.of(headers),
        () ->
            IdempotencyFingerprint.ofRequest(
                request.kind(),
                request.forwarded(),
                request.options(),
                file == null ? null : file.sha256()));
  }

  private Uni<Kept> keep(Upload upload) {
    return spool.keep(upload.received(), TimeOrderedId::next).emitOn(CallerContext.executor());
  }

  /**
   * A file whose task was there already, or was refused, is not needed. After another failure it
   * stays: the commit may have happened without its answer; what no task needs is swept.
   */
  private Uni<AcceptResult> accept(NewTask task, Kept kept) {
    return taskService
        .accept(task)
        .onFailure(IndexService::isRefusal)
        .call(() -> spool.remove(kept.path()))
        .call(
            accepted -> accepted.fresh() ? Uni.createFrom().voidItem() : spool.remove(kept.path()));
  }

  /** Whether it is certain that nothing was stored. */
  private static boolean isRefusal(Throwable failure) {
    return failure instanceof QueueFullException
        || failure instanceof IdempotencyKeyReusedException;
  }

  /**
   * The task of a request.
   *
   * @param forwarded the fields for the upstream, a JSON object
   * @param file the uploaded file, or null
   * @param key the client's key, or null
   */
  public static NewTask newTask(
      UUID id,
      Client client,
      IndexRequest request,
      TaskOptions options,
      String forwarded,
      StoredFile file,
      IdempotencyKey key) {
    return new NewTask(
        id,
        client.name(),
        client.account().name(),
        request.kind(),
        request.collectionId(),
        forwarded,
        file,
        options,
        key,
        null,
        workload(request, file),
        null);
  }

  private static Workload workload(IndexRequest request, StoredFile file) {
    return switch (request.kind()) {
      case TEXT -> Workload.ofText(request.forwarded().path("text").asText().length());
      case URL -> Workload.ofUrl(request.forwarded().path("url").asText());
      case UPLOAD -> Workload.ofUpload(file);
    };
  }
}
