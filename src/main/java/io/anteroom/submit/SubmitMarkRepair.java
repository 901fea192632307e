package io.anteroom.submit;

import io.anteroom.async.log.SubjectLog;
import io.anteroom.cluster.Replica;
import io.anteroom.task.SubmitAttempt;
import io.anteroom.task.TaskChange;
import io.anteroom.task.event.TaskChangeAnnouncer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** Settles the marks of this replica that no submit of it belongs to. Thread-safe. */
@Singleton
class SubmitMarkRepair {

  private static final SubjectLog LOG = SubjectLog.of(SubmitMarkRepair.class);

  private final SubmitStore store;
  private final Replica replica;
  private final TaskChangeAnnouncer announcer;

  SubmitMarkRepair(SubmitStore store, Replica replica, TaskChangeAnnouncer announcer) {
    this.store = store;
    this.replica = replica;
    this.announcer = announcer;
  }

  /** Marks whose commit got no response were never sent: their tasks are queued again. */
  Uni<Void> requeueUnsent(SubmitQueue queue, SubmitMarks marks) {
    List<SubmitAttempt> unsent = marks.neverSent();
    return unsent.isEmpty()
        ? Uni.createFrom().voidItem()
        : store
            .putBack(queue.account().name(), queue.kind(), replica.id(), unsent)
            .invoke(announcer::announce)
            .replaceWithVoid();
  }

  /** A mark that the lane does not know of is in doubt: nobody can say whether its call left. */
  Uni<Void> markUnknownInDoubt(SubmitQueue queue, SubmitMarks marks) {
    return store
        .doubtOthers(queue.account().name(), queue.kind(), replica.id(), marks.known())
        .invoke(changes -> announceUnknown(queue, changes))
        .replaceWithVoid();
  }

  private void announceUnknown(SubmitQueue queue, List<TaskChange> changes) {
    if (!changes.isEmpty()) {
      LOG.warnf(
          queue,
          "account %s: %d submits are marked as this replica's, which does not know of them: they"
              + " are in doubt",
          queue.account().name(),
          changes.size());
      announcer.announce(changes);
    }
  }
}
