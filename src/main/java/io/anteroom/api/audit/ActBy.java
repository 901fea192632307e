package io.anteroom.api.audit;

import io.anteroom.accept.AcceptResult;
import io.anteroom.accept.IdempotencyKey;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.audit.AuditAction;
import io.anteroom.audit.AuditLog;
import io.anteroom.audit.AuditedAct;
import io.anteroom.task.Task;
import io.anteroom.task.batch.Batch;
import io.smallrye.mutiny.Uni;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Who acts, and why. What a client does to its own tasks is not audited. Immutable.
 *
 * @param operator the operator's name; null: a client
 * @param reason why, or null
 */
public record ActBy(AuditLog log, String operator, String reason) {

  public ChangeScope onAccount(AuditAction action, String account) {
    return scope(AuditedAct.onAccount(operator, action, reason, account));
  }

  public ChangeScope onTask(AuditAction action, UUID task, String client) {
    return scope(AuditedAct.onTask(operator, action, reason, task, client));
  }

  public ChangeScope onBatch(AuditAction action, UUID batch, String client) {
    return scope(AuditedAct.onBatch(operator, action, reason, batch, client));
  }

  public ChangeScope onBulkAction(AuditAction action, UUID id) {
    return scope(AuditedAct.onBulkAction(operator, action, reason, id));
  }

  private ChangeScope scope(AuditedAct act) {
    return operator == null ? ChangeScope.ALONE : log.with(act);
  }

  /**
   * Retries a task.
   *
   * @param refused whether it surely did not happen, by its failure
   */
  public Uni<AcceptResult> retry(
      AuditAction action,
      Task task,
      Supplier<Uni<AcceptResult>> retry,
      Predicate<Throwable> refused) {
    return operator == null
        ? retry.get()
        : log.before(
            AuditedAct.onTask(operator, action, reason, task.id, task.client),
            retry,
            AcceptResult::id,
            refused);
  }

  /** Retries a batch; else as a task. */
  public <T> Uni<T> retry(
      AuditAction action,
      Batch batch,
      Supplier<Uni<T>> retry,
      Function<T, UUID> newBatch,
      Predicate<Throwable> refused) {
    return operator == null
        ? retry.get()
        : log.before(
            AuditedAct.onBatch(operator, action, reason, batch.id, batch.client),
            retry,
            newBatch,
            refused);
  }

  /**
   * A key of an operator is none of the client's whose task it is.
   *
   * @param key or null
   */
  public IdempotencyKey own(IdempotencyKey key) {
    return operator == null || key == null
        ? key
        : IdempotencyKey.ownKey("operator %s %s".formatted(operator, key.key()), key.fingerprint());
  }
}
