package io.anteroom.submit;

import io.anteroom.task.InDoubtReason;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskFailure;
import java.time.Duration;
import java.util.UUID;

/**
 * What a submit came to, for the database.
 *
 * @param phase {@code running}, {@code in_doubt}, {@code queued} or {@code ended} (as FAILED)
 * @param upstreamTaskId its upstream id, or null
 * @param failure why it ended; not null exactly where it did
 * @param untilNextCheck in how long to check it where it is in doubt; else null
 * @param doubt why it is in doubt; null where it is not
 * @param isByIntermediary whether an intermediary refused it, who may have passed it on before:
 *     that is no proof that it did not happen
 */
public record SubmitResult(
    UUID task,
    int attempt,
    UUID owner,
    Phase phase,
    String upstreamTaskId,
    TaskFailure failure,
    Duration untilNextCheck,
    InDoubtReason doubt,
    boolean isByIntermediary) {

  public SubmitResult {
    if ((phase == Phase.ENDED) != (failure != null)) {
      throw new IllegalArgumentException("a submit that ended its task has a failure: " + task);
    }
  }

  /** What did not come from an intermediary. */
  public SubmitResult(
      UUID task,
      int attempt,
      UUID owner,
      Phase phase,
      String upstreamTaskId,
      TaskFailure failure,
      Duration untilNextCheck,
      InDoubtReason doubt) {
    this(task, attempt, owner, phase, upstreamTaskId, failure, untilNextCheck, doubt, false);
  }

  /** The same, refused by an intermediary. */
  SubmitResult byIntermediary() {
    return new SubmitResult(
        task, attempt, owner, phase, upstreamTaskId, failure, untilNextCheck, doubt, true);
  }

  static SubmitResult of(
      PermittedSubmit submit,
      Phase phase,
      String upstreamTaskId,
      TaskFailure failure,
      Duration untilNextCheck,
      InDoubtReason doubt) {
    return new SubmitResult(
        submit.task().id(),
        submit.task().attempt(),
        submit.lease().owner(),
        phase,
        upstreamTaskId,
        failure,
        untilNextCheck,
        doubt);
  }
}
