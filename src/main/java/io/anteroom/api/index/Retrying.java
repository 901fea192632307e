package io.anteroom.api.index;

import io.anteroom.account.Client;
import io.anteroom.api.CollectionScope;
import io.anteroom.api.Problems;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.engine.QueueFull;
import io.anteroom.engine.Reception;
import io.anteroom.loop.CallersContext;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.Accepted;
import io.anteroom.task.NewTask;
import io.anteroom.task.NewTask.Idempotency;
import io.anteroom.task.NewTask.StoredFile;
import io.anteroom.task.Retries;
import io.anteroom.task.Retries.Original;
import io.anteroom.task.Task;
import io.anteroom.task.TaskStatus;
import io.anteroom.upload.Spool;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/** Accepts a task that failed or was cancelled once more, as a new one. Thread-safe. */
@Singleton
public class Retrying {

  private static final String REQUEST_GONE =
      "What it was accepted with is no longer kept; send it again as a new request.";

  private static final String FILE_GONE =
      "Its file is no longer kept; upload it again with a new request.";

  private final Reception reception;
  private final Retries retries;
  private final Spool spool;
  private final Fingerprint fingerprint;
  private final SpentQuota spent;

  Retrying(
      Reception reception,
      Retries retries,
      Spool spool,
      Fingerprint fingerprint,
      SpentQuota spent) {
    this.reception = reception;
    this.retries = retries;
    this.spool = spool;
    this.fingerprint = fingerprint;
    this.spent = spent;
  }

  /**
   * Accepts it; what it answers is committed. A key that has a task already is answered with it,
   * whatever has become of the one that it repeats.
   */
  public Uni<Accepted> retry(UUID id, Client client, HttpHeaders headers) {
    Idempotency key = fingerprint.of(headers, "retry\n" + id);
    if (key == null) {
      return acceptAgain(id, client, null);
    }
    return reception
        .holder(client.name(), key)
        .chain(
            known ->
                known
                    .map(accepted -> Uni.createFrom().item(accepted))
                    .orElseGet(() -> acceptAgain(id, client, key)));
  }

  private Uni<Accepted> acceptAgain(UUID id, Client client, Idempotency key) {
    Executor here = CallersContext.executor();
    return reception
        .awaitEnd(id, client.name(), Duration.ZERO)
        .invoke(task -> check(task, client))
        .chain(() -> retries.original(id, client.name()))
        .map(original -> kept(original.orElseThrow(Problems::taskNotFound)))
        .emitOn(here)
        .chain(original -> accept(original, key, here));
  }

  private static NewTask kept(Original original) {
    if (!original.hasRequest()) {
      throw Problems.notRetryable(REQUEST_GONE);
    }
    return original.task();
  }

  private void check(Task task, Client client) {
    if (task == null) {
      throw Problems.taskNotFound();
    }
    spent.noteAccept(EndpointClass.valueOf("INDEX_" + task.kind.name()));
    CollectionScope.demand(client, task.collectionId);
    if (task.status != TaskStatus.FAILED && task.status != TaskStatus.CANCELLED) {
      throw Problems.notRetryable("Only a task that is FAILED or CANCELLED can be retried.");
    }
  }

  private Uni<Accepted> accept(NewTask original, Idempotency key, Executor here) {
    UUID id = Accepting.newId();
    StoredFile file = original.file();
    if (file == null) {
      return reception.accept(original.again(id, null, key));
    }
    return spool
        .link(file.path(), id)
        .emitOn(here)
        .map(path -> file.at(there(path)))
        .chain(own -> accept(original.again(id, own, key)));
  }

  /** As with an upload: a file whose task was there already, or has no room, is not needed. */
  private Uni<Accepted> accept(NewTask task) {
    return reception
        .accept(task)
        .onFailure(QueueFull.class)
        .call(() -> spool.remove(task.file().path()))
        .call(
            accepted ->
                accepted.fresh() ? Uni.createFrom().voidItem() : spool.remove(task.file().path()));
  }

  private static String there(Optional<String> path) {
    return path.orElseThrow(() -> Problems.notRetryable(FILE_GONE));
  }
}
