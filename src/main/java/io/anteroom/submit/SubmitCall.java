package io.anteroom.submit;

import io.anteroom.async.FailureLog;
import io.anteroom.async.LargeBodyOffload;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.async.trace.TaskOperation;
import io.anteroom.async.trace.TaskSpan;
import io.anteroom.async.trace.TaskTraces;
import io.anteroom.async.trace.TraceContext;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.task.TaskKind;
import io.anteroom.upload.Spool;
import io.anteroom.upload.Spool.Found;
import io.anteroom.upstream.UpstreamClient;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.json.UpstreamResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Makes the upstream call of one submit. Thread-safe. */
@Singleton
class SubmitCall {

  private static final SubjectLog LOG = SubjectLog.of(SubmitCall.class);
  private static final SubmitOutcome UNREADABLE =
      new SubmitOutcome.NotSent("its file or its request cannot be read now");

  private final Spool spool;
  private final SubmitStore store;
  private final QuotaLedger ledger;
  private final SubmitCallBuilder calls;
  private final UpstreamClient upstream;
  private final SubmitMetrics metrics;
  private final TaskTraces traces;

  SubmitCall(
      Spool spool,
      SubmitStore store,
      QuotaLedger ledger,
      SubmitCallBuilder calls,
      UpstreamClient upstream,
      SubmitMetrics metrics,
      TaskTraces traces) {
    this.spool = spool;
    this.store = store;
    this.ledger = ledger;
    this.calls = calls;
    this.upstream = upstream;
    this.metrics = metrics;
    this.traces = traces;
  }

  /**
   * Makes the call, or gives its permit back where the task cannot be sent. A failure is
   * unforeseen: the call may have left.
   */
  Uni<SubmitOutcome> run(PermittedSubmit submit) {
    return checkFile(submit.task()).chain(file -> run(submit, file));
  }

  private Uni<Found> checkFile(MarkedTask task) {
    return task.file() == null
        ? Uni.createFrom().item(Found.THERE)
        : spool.check(task.file().path(), task.file().size());
  }

  /** Only a file that is missing from a spool that is there ends its task. */
  private Uni<SubmitOutcome> run(PermittedSubmit submit, Found file) {
    return switch (file) {
      case THERE ->
          withRequest(submit)
              .chain(
                  read ->
                      read.map(task -> send(submit, task))
                          .orElseGet(() -> unsent(submit, UNREADABLE)));
      case AWAY -> unsent(submit, UNREADABLE);
      case GONE -> unsent(submit, new SubmitOutcome.FileLost());
    };
  }

  /** With its request, which is read only now where it is large; empty where it cannot be read. */
  private Uni<Optional<MarkedTask>> withRequest(PermittedSubmit submit) {
    MarkedTask task = submit.task();
    return task.request() != null
        ? Uni.createFrom().item(Optional.of(task))
        : store
            .request(task.id())
            .map(request -> Optional.of(task.with(request)))
            .onFailure()
            .invoke(failure -> unread(submit, failure))
            .onFailure()
            .recoverWithItem(Optional.empty());
  }

  private static void unread(PermittedSubmit submit, Throwable failure) {
    LOG.warnf(submit, "the request of %s is not read: %s", submit.task().id(), failure);
  }

  private Uni<SubmitOutcome> unsent(PermittedSubmit submit, SubmitOutcome outcome) {
    return FailureLog.recover(
            LOG.plain(), "giving a permit back", ledger.giveBack(submit.permit()), null)
        .replaceWith(outcome);
  }

  private Uni<SubmitOutcome> send(PermittedSubmit submit, MarkedTask withRequest) {
    TaskSpan span = traces.begin(TaskOperation.SUBMIT, submit.task().trace(), submit::message);
    return built(submit, withRequest, span.context())
        .chain(call -> send(submit, withRequest.kind(), call, span))
        .onFailure()
        .invoke(failure -> span.fail(failure.getClass().getName()))
        .onCancellation()
        .invoke(span::cancel);
  }

  /** A large request takes seconds to be read and written: the event loop does not wait for it. */
  private Uni<UpstreamCall> built(
      PermittedSubmit submit, MarkedTask withRequest, TraceContext trace) {
    return LargeBodyOffload.apart(
        LargeBodyOffload.isLarge(withRequest.request()),
        Uni.createFrom().item(() -> calls.of(withRequest, submit.lease(), trace)));
  }

  private Uni<SubmitOutcome> send(
      PermittedSubmit submit, TaskKind kind, UpstreamCall call, TaskSpan span) {
    return response(submit, kind, call)
        .invoke(response -> span.answered(response.status()))
        .map(SubmitOutcome::of)
        .onFailure()
        .recoverWithItem(SubmitOutcome::of)
        .invoke(outcome -> metrics.submitted(submit, outcome))
        .invoke(outcome -> end(span, outcome));
  }

  private static void end(TaskSpan span, SubmitOutcome outcome) {
    if (outcome instanceof SubmitOutcome.Accepted) {
      span.end("accepted");
    } else {
      span.fail(SubmitMetrics.label(outcome));
    }
  }

  private Uni<UpstreamResponse> response(PermittedSubmit submit, TaskKind kind, UpstreamCall call) {
    return kind == TaskKind.UPLOAD
        ? upstream.sendFile(submit.account(), submit.permit(), call)
        : upstream.send(submit.account(), submit.permit(), call);
  }
}
