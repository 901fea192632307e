package io.anteroom.api.owner;

import io.anteroom.accept.NotRetryableException;
import io.anteroom.account.Client;
import io.anteroom.account.Clients;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.task.TaskRepository;
import io.anteroom.task.batch.BatchRepository;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * The client as which a call reads a task or a batch. A client reads as itself, so that another's
 * is not found. An operator reads as the client that it belongs to, by one more statement: so what
 * is read is always of one client. Thread-safe.
 */
@Singleton
public class Owners {

  private final Caller caller;
  private final Clients clients;
  private final TaskRepository tasks;
  private final BatchRepository batches;

  Owners(Caller caller, Clients clients, TaskRepository tasks, BatchRepository batches) {
    this.caller = caller;
    this.clients = clients;
    this.tasks = tasks;
    this.batches = batches;
  }

  /** For a task; the problem {@code task-not-found} where an operator asks and it is not there. */
  public Uni<String> ofTask(UUID id) {
    return caller.isOperator()
        ? tasks.clientOf(id).onItem().ifNull().failWith(ProblemType.TASK_NOT_FOUND::problem)
        : self();
  }

  /**
   * The same, with the settings of the client. Fails with {@link NotRetryableException} where the
   * client is not configured any more.
   */
  public Uni<Client> whoseTask(UUID id) {
    return caller.isOperator()
        ? ofTask(id).map(name -> clients.named(name).orElseThrow(Owners::gone))
        : Uni.createFrom().item(caller.client());
  }

  private static NotRetryableException gone() {
    return new NotRetryableException(NotRetryableException.Reason.CLIENT_GONE);
  }

  /**
   * For a batch; the problem {@code batch-not-found} where an operator asks and it is not there.
   */
  public Uni<String> ofBatch(UUID id) {
    return caller.isOperator()
        ? batches.clientOf(id).onItem().ifNull().failWith(ProblemType.BATCH_NOT_FOUND::problem)
        : self();
  }

  /** The same with the settings of the client; fails as {@link #whoseTask}. */
  public Uni<Client> whoseBatch(UUID id) {
    return caller.isOperator()
        ? ofBatch(id).map(name -> clients.named(name).orElseThrow(Owners::gone))
        : Uni.createFrom().item(caller.client());
  }

  private Uni<String> self() {
    return Uni.createFrom().item(caller.client().name());
  }
}
