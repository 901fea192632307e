package io.anteroom.api.batch;

import io.anteroom.api.filter.Caller;
import io.anteroom.api.owner.OwnedView;
import io.anteroom.api.response.RetryAfterEstimate;
import io.anteroom.api.response.WaitLimits.Wait;
import io.anteroom.async.FailureLog;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.task.batch.BatchRepository;
import io.anteroom.task.batch.BatchView;
import io.anteroom.waiting.BatchWaits;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/**
 * How a batch is answered with. {@code Retry-After} is that of the task that is submitted last.
 * Thread-safe.
 */
@Singleton
class BatchResponses {

  private static final SubjectLog LOG = SubjectLog.of(BatchResponses.class);

  /** In seconds. */
  private static final long AFTER_A_FAILURE = 2;

  private final Caller caller;
  private final BatchWaits waits;
  private final BatchRepository batchRepository;
  private final AcceptedBatches batches;
  private final RetryAfterEstimate retryAfterEstimate;

  BatchResponses(
      Caller caller,
      BatchWaits waits,
      BatchRepository batchRepository,
      AcceptedBatches batches,
      RetryAfterEstimate retryAfterEstimate) {
    this.caller = caller;
    this.waits = waits;
    this.batchRepository = batchRepository;
    this.batches = batches;
    this.retryAfterEstimate = retryAfterEstimate;
  }

  /**
   * 202 with what became of each item; 200 with counts where all its tasks ended during the wait.
   * The accept is committed, so the caller hears of it even where the batch cannot be read.
   */
  Uni<Response> accepted(AcceptedBatch accepted, String client, Wait wait) {
    Uni<Response> answer =
        wait.max().isZero()
            ? unread(accepted, client).chain(seconds -> pending(accepted, wait, seconds))
            : afterWait(accepted, client, wait);
    return accepted.result().fresh()
        ? answer
            .onFailure(failure -> !(failure instanceof HttpProblem))
            .recoverWithItem(failure -> unread(accepted.body(), wait, failure))
        : answer;
  }

  /** 200 with the batch as it is. */
  Uni<Response> asItIs(BatchView view, String client, Wait wait) {
    return retryAfter(view, client)
        .map(seconds -> with(wait, Response.ok(seen(view, client)), seconds).build());
  }

  /** 202: not all its tasks have ended yet. */
  Uni<Response> pending(BatchView view, String client, Wait wait) {
    return untilEnd(view.batchId(), client)
        .map(
            seconds ->
                with(wait, Response.accepted(seen(view, client)), seconds)
                    .location(location(view.batchId()))
                    .build());
  }

  private Object seen(BatchView view, String client) {
    return caller.isOperator() ? new OwnedView(client, view) : view;
  }

  /** What was there before is read after the wait: who waits holds nothing of it. */
  private Uni<Response> afterWait(AcceptedBatch accepted, String client, Wait wait) {
    return waits
        .awaitEnd(accepted.result().id(), client, wait.max())
        .chain(view -> afterWait(accepted, view, client, wait));
  }

  private Uni<Response> afterWait(
      AcceptedBatch accepted, BatchView view, String client, Wait wait) {
    return view != null && view.hasEnded()
        ? batches
            .body(accepted)
            .map(body -> wait.addTo(Response.ok(body.with(view.counts()))).build())
        : untilEnd(accepted.result().id(), client)
            .chain(seconds -> pending(accepted, wait, seconds));
  }

  private Uni<Response> pending(AcceptedBatch accepted, Wait wait, Optional<Long> seconds) {
    return batches.body(accepted).map(body -> pending(body, wait, seconds));
  }

  /** A new batch is not read. */
  private Uni<Optional<Long>> unread(AcceptedBatch accepted, String client) {
    return accepted.result().fresh()
        ? retryAfterEstimate.ofNew(accepted.result().task()).map(Optional::of)
        : untilEnd(accepted.result().id(), client);
  }

  private Uni<Optional<Long>> retryAfter(BatchView view, String client) {
    return view.hasEnded()
        ? Uni.createFrom().item(Optional.empty())
        : untilEnd(view.batchId(), client);
  }

  /** Empty where all have ended. */
  private Uni<Optional<Long>> untilEnd(UUID batch, String client) {
    return batchRepository
        .lastOpenTask(batch, client)
        .chain(
            task ->
                task == null
                    ? Uni.createFrom().item(Optional.empty())
                    : retryAfterEstimate.of(task).map(Optional::of));
  }

  private static Response unread(BatchResponse body, Wait wait, Throwable failure) {
    if (!FailureLog.log(LOG.plain(), "reading a batch after its accept", failure)) {
      LOG.warnf(
          fields -> fields.batchId(body.batchId()),
          "batch %s is accepted, and cannot be read now: %s",
          body.batchId(),
          failure);
    }
    return pending(body, wait, Optional.of(AFTER_A_FAILURE));
  }

  private static Response pending(BatchResponse body, Wait wait, Optional<Long> seconds) {
    return with(wait, Response.accepted(body), seconds).location(location(body.batchId())).build();
  }

  private static URI location(UUID batch) {
    return URI.create("/batches/" + batch);
  }

  private static ResponseBuilder with(Wait wait, ResponseBuilder response, Optional<Long> seconds) {
    seconds.ifPresent(after -> response.header(HttpHeaders.RETRY_AFTER, after));
    return wait.addTo(response);
  }
}
