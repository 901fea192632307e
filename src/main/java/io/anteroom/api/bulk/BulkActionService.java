package io.anteroom.api.bulk;

import io.anteroom.api.audit.ActBy;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.audit.AuditAction;
import io.anteroom.bulk.BulkAction;
import io.anteroom.bulk.BulkActionRepository;
import io.anteroom.bulk.BulkActions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Starts and stops bulk actions, or says why not. Thread-safe. */
@Singleton
class BulkActionService {

  private final BulkActions actions;
  private final BulkActionRepository repository;

  BulkActionService(BulkActions actions, BulkActionRepository repository) {
    this.actions = actions;
    this.repository = repository;
  }

  /** How many tasks it would take in hand. */
  Uni<BulkCountView> count(BulkActionRequest request) {
    return actions
        .count(request.kind(), request.filter())
        .map(matched -> BulkCountView.of(request, matched, actions.maxTasks()));
  }

  /** Starts it: a problem where it would take nothing in hand, or too much, or another one runs. */
  Uni<BulkAction> start(BulkActionRequest request, ActBy by) {
    return actions
        .count(request.kind(), request.filter())
        .invoke(this::check)
        .chain(
            matched ->
                actions.start(
                    request.kind(),
                    request.filter(),
                    by.operator(),
                    request.reason(),
                    matched,
                    id -> by.onBulkAction(AuditAction.BULK_START, id)))
        .chain(id -> id.isPresent() ? find(id.get()) : refuse());
  }

  private void check(int matched) {
    if (matched == 0) {
      throw ProblemType.NO_TASK_MATCHES.problem();
    }
    if (matched > actions.maxTasks()) {
      throw ProblemType.TOO_MANY_TASKS.with(
          "The filter finds more than %d tasks.".formatted(actions.maxTasks()));
    }
  }

  private Uni<BulkAction> refuse() {
    return actions
        .running()
        .map(
            running -> {
              throw running
                  .map(id -> ProblemType.BULK_ACTION_RUNNING.with(sentence(id)))
                  .orElseGet(ProblemType.BULK_ACTION_RUNNING::problem);
            });
  }

  private static String sentence(UUID id) {
    return "The bulk action %s has not ended.".formatted(id);
  }

  /** Stops it, and answers with it as it is then. */
  Uni<BulkAction> stop(UUID id, ActBy by) {
    return find(id)
        .chain(
            found ->
                found.state().hasEnded()
                    ? Uni.createFrom().item(found)
                    : actions
                        .stop(id, by.operator(), by.onBulkAction(AuditAction.BULK_STOP, id))
                        .chain(() -> find(id)));
  }

  /** The one with this id. */
  Uni<BulkAction> find(UUID id) {
    return repository
        .find(id)
        .onItem()
        .ifNull()
        .failWith(ProblemType.BULK_ACTION_NOT_FOUND::problem);
  }
}
