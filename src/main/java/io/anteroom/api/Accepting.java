package io.anteroom.api;

import io.anteroom.account.Client;
import io.anteroom.api.UploadForm.Upload;
import io.anteroom.callback.CallbackAdmission;
import io.anteroom.engine.Reception;
import io.anteroom.task.Accepted;
import io.anteroom.task.NewTask;
import io.anteroom.task.NewTask.StoredFile;
import io.anteroom.task.NewTask.Wishes;
import io.anteroom.task.Workload;
import io.anteroom.upload.Spool;
import io.anteroom.upload.Spool.Kept;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;

/** Turns checked requests into accepted tasks. Thread-safe. */
@Singleton
class Accepting {

  private final Reception reception;
  private final CallbackAdmission callbacks;
  private final Spool spool;
  private final JsonBody json;
  private final Fingerprint fingerprint;

  Accepting(
      Reception reception,
      CallbackAdmission callbacks,
      Spool spool,
      JsonBody json,
      Fingerprint fingerprint) {
    this.reception = reception;
    this.callbacks = callbacks;
    this.spool = spool;
    this.json = json;
    this.fingerprint = fingerprint;
  }

  /** Accepts a request without a file; what it answers is committed. */
  Uni<Accepted> accept(Client client, IndexRequest request, HttpHeaders headers) {
    return admitted(client, request.wishes())
        .map(wishes -> task(newId(), client, request, wishes, headers, null, null))
        .chain(reception::accept);
  }

  /** Accepts an upload: the file is on disk, flushed, before the task is there. */
  Uni<Accepted> accept(Client client, IndexRequest request, Upload upload, HttpHeaders headers) {
    return admitted(client, request.wishes())
        .chain(wishes -> accept(client, request, wishes, upload, headers));
  }

  private Uni<Accepted> accept(
      Client client, IndexRequest request, Wishes wishes, Upload upload, HttpHeaders headers) {
    UUID id = newId();
    Context context = Vertx.currentContext();
    return spool
        .keep(upload.received(), id)
        .emitOn(command -> context.runOnContext(nothing -> command.run()))
        .chain(kept -> accept(task(id, client, request, wishes, headers, upload, kept), kept));
  }

  /**
   * A file whose task was there already is not needed. After a failure it stays: the commit may
   * have happened without its answer; what no task needs is swept.
   */
  private Uni<Accepted> accept(NewTask task, Kept kept) {
    return reception
        .accept(task)
        .call(
            accepted -> accepted.fresh() ? Uni.createFrom().voidItem() : spool.remove(kept.path()));
  }

  /** The wishes with the URL that is told of the end, once it may be; answers where it is asked. */
  private Uni<Wishes> admitted(Client client, Wishes wishes) {
    if (callbacks.isNobodyTold(client.name(), wishes.callbackUrl())) {
      return Uni.createFrom().item(wishes);
    }
    Context context = Vertx.currentContext();
    return callbacks
        .admit(client.name(), wishes.callbackUrl())
        .map(wishes::toldTo)
        .emitOn(command -> context.runOnContext(nothing -> command.run()));
  }

  private NewTask task(
      UUID id,
      Client client,
      IndexRequest request,
      Wishes wishes,
      HttpHeaders headers,
      Upload upload,
      Kept kept) {
    StoredFile file =
        kept == null
            ? null
            : new StoredFile(kept.path(), upload.name(), upload.type(), kept.size(), kept.sha256());
    return new NewTask(
        id,
        client.name(),
        client.account().name(),
        request.kind(),
        request.collectionId(),
        json.write(request.forwarded()),
        file,
        wishes,
        fingerprint.of(headers, request, kept),
        null,
        workload(request, file));
  }

  private static Workload workload(IndexRequest request, StoredFile file) {
    return switch (request.kind()) {
      case TEXT -> Workload.ofText(request.forwarded().path("text").asText().length());
      case URL -> Workload.ofUrl(request.forwarded().path("url").asText());
      case UPLOAD -> Workload.ofUpload(file);
    };
  }

  /** RFC 9562, version 7: sorts by time, which is what makes first come first. */
  static UUID newId() {
    return UuidVersion7Strategy.INSTANCE.generateUuid(null);
  }
}
