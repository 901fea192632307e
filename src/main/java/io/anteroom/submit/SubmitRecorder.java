package io.anteroom.submit;

import io.anteroom.async.log.SubjectLog;
import io.anteroom.task.TaskChange;
import io.anteroom.task.event.TaskChangeAnnouncer;
import io.anteroom.upstream.DuplicateAssets;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** Records what a submit means for its task, and announces the change. Thread-safe. */
@Singleton
class SubmitRecorder {

  private static final SubjectLog LOG = SubjectLog.of(SubmitRecorder.class);

  private final SubmitStore store;
  private final LateResultStore lateResults;
  private final DuplicateAssets duplicates;
  private final TaskChangeAnnouncer announcer;

  SubmitRecorder(
      SubmitStore store,
      LateResultStore lateResults,
      DuplicateAssets duplicates,
      TaskChangeAnnouncer announcer) {
    this.store = store;
    this.lateResults = lateResults;
    this.duplicates = duplicates;
    this.announcer = announcer;
  }

  /** Repeats until the database has it, or has it as a late result. */
  Uni<Void> record(PermittedSubmit submit, SubmitResult result) {
    return RecordRetry.untilRecorded(store.record(result))
        .chain(changed -> changed.map(this::announce).orElseGet(() -> recordLate(submit, result)));
  }

  private Uni<Void> announce(TaskChange change) {
    announcer.announce(List.of(change));
    return Uni.createFrom().voidItem();
  }

  /** Another replica has the task by now, and what is certain about this submit still counts. */
  private Uni<Void> recordLate(PermittedSubmit submit, SubmitResult result) {
    LOG.warnf(submit, "the lease of %s was lost before its end", submit.task().marker());
    return RecordRetry.untilRecorded(lateResults.record(result))
        .invoke(late -> settleLate(submit, late, result))
        .replaceWithVoid();
  }

  private void settleLate(PermittedSubmit submit, LateResult late, SubmitResult result) {
    String marker = submit.task().marker();
    if (late instanceof LateResult.Settled settled) {
      announcer.announce(List.of(settled.change()));
    } else if (late instanceof LateResult.SecondAsset) {
      duplicates.removeTask(submit.account(), marker, result.upstreamTaskId());
    } else if (late instanceof LateResult.EndedBefore) {
      LOG.warnf(submit, "%s had ended, and its submit happened: it is cancelled upstream", marker);
      duplicates.cancel(submit.account(), marker, result.upstreamTaskId());
    }
  }
}
