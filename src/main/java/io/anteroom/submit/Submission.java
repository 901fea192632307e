package io.anteroom.submit;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** One submit: its call, what the outcome means for the task, and the record. Thread-safe. */
@Singleton
class Submission {

  private final SubmitCall call;
  private final SubmitSettlement settlement;
  private final SubmitRecorder recorder;

  Submission(SubmitCall call, SubmitSettlement settlement, SubmitRecorder recorder) {
    this.call = call;
    this.settlement = settlement;
    this.recorder = recorder;
  }

  /** Completes when the database has the result. */
  Uni<Void> run(PermittedSubmit submit) {
    return call.run(submit)
        .chain(outcome -> settlement.settle(submit, outcome))
        .onFailure()
        .recoverWithItem(failure -> settlement.unforeseen(submit, failure))
        .chain(result -> recorder.record(submit, result));
  }
}
