package io.anteroom.api.response;

import io.anteroom.accept.AcceptResult;
import io.anteroom.api.response.WaitLimits.Wait;
import io.anteroom.task.Task;
import io.anteroom.waiting.TaskWaits;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

/**
 * The answers to calls that accept a task. Where nobody waits, a new task is answered as it was
 * accepted: nothing is read. The accept is committed, so the caller hears of it even where the
 * database cannot be read any more. Who repeats an accept then is told to repeat it once more.
 * Thread-safe.
 */
@Singleton
public class AcceptResponses {

  private final TaskWaits waits;
  private final TaskResponses answers;

  AcceptResponses(TaskWaits waits, TaskResponses answers) {
    this.waits = waits;
    this.answers = answers;
  }

  /** 200 with the ended task; 202 when the wait ran out first. */
  public Uni<Response> afterWait(AcceptResult accepted, String client, Wait wait) {
    Uni<Response> answer =
        isAnsweredUnread(accepted, wait)
            ? answers.accepted(accepted.task(), wait)
            : ended(accepted, client, wait).chain(task -> answers.afterWait(task, wait));
    return orUnread(answer, accepted, wait, 202);
  }

  /** 200 in the upstream's own shape, with the ended task or what the wait left. */
  public Uni<Response> asUpstream(AcceptResult accepted, String client, Wait wait) {
    Uni<Task> task =
        isAnsweredUnread(accepted, wait)
            ? Uni.createFrom().item(accepted.task())
            : ended(accepted, client, wait);
    return orUnread(task.map(t -> answers.asUpstream(t, wait)), accepted, wait, 200);
  }

  private static boolean isAnsweredUnread(AcceptResult accepted, Wait wait) {
    return accepted.fresh() && wait.max().isZero();
  }

  private Uni<Task> ended(AcceptResult accepted, String client, Wait wait) {
    return accepted.fresh()
        ? waits.awaitEndOfNew(accepted.id(), client, wait.max())
        : waits.awaitEnd(accepted.id(), client, wait.max());
  }

  private Uni<Response> orUnread(
      Uni<Response> answer, AcceptResult accepted, Wait wait, int status) {
    return answer
        .onFailure(failure -> accepted.fresh() && !(failure instanceof HttpProblem))
        .recoverWithItem(failure -> answers.unread(accepted.task(), wait, status, failure));
  }
}
