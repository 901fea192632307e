package io.anteroom.submit;

import io.anteroom.upstream.http.UpstreamCallException;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.json.UpstreamTask;
import java.time.Duration;
import java.util.Optional;

/** What became of a submit. */
public sealed interface SubmitOutcome {

  /** The upstream has it, under this id. */
  record Accepted(String upstreamTaskId) implements SubmitOutcome {}

  /** It was sent, and whether it happened is not known. */
  record InDoubt(String reason) implements SubmitOutcome {}

  /**
   * It was answered with an error of the server: the upstream's work on it has ended, and whether
   * it happened is not known.
   */
  record UpstreamFailed(int status, String words) implements SubmitOutcome {}

  /**
   * 425, or 503 with {@code Retry-After}: the upstream says that it did no work on it, and to come
   * again.
   */
  record Unprocessed(int status, String words, Optional<Duration> retryAfter)
      implements SubmitOutcome {}

  /** It surely did not happen, through no fault of its own: it goes back to the queue. */
  record NotSent(String reason) implements SubmitOutcome {}

  /** It was not sent, since the uploaded file is missing from a spool that is there. */
  record FileLost() implements SubmitOutcome {}

  /** 429: it did not happen, and the class pauses. */
  record RateLimited(Optional<Duration> retryAfter) implements SubmitOutcome {}

  /** 401 or 403: it is this request's fault or the account's; a probe tells. */
  record Unauthorized(int status, String words) implements SubmitOutcome {}

  /**
   * A 3xx or 4xx that is not of the upstream: an intermediary refused it or sent it elsewhere, and
   * whether the upstream would refuse it is not known. It did not happen, as far as that can be
   * said.
   */
  record RefusedByIntermediary(int status, String excerpt) implements SubmitOutcome {}

  /** The upstream refused it, in these words. */
  record Refused(int status, String words) implements SubmitOutcome {}

  /** How an answer to a submit is read (design: HTTP face). */
  static SubmitOutcome of(UpstreamResponse answer) {
    int status = answer.status();
    if (answer.isUnreadable()) {
      return new InDoubt(answer.words());
    }
    if (answer.isSuccess()) {
      String id = UpstreamTask.id(answer.body().path("task_id"));
      return id == null
          ? new InDoubt("the upstream answered %d without a task id".formatted(status))
          : new Accepted(id);
    }
    if (answer.isRateLimited()) {
      return new RateLimited(answer.retryAfter());
    }
    if (status == 425 || status == 503 && answer.retryAfter().isPresent()) {
      return new Unprocessed(status, answer.words(), answer.retryAfter());
    }
    if (status / 100 == 3 && !answer.isOwnError()) {
      return new RefusedByIntermediary(status, answer.excerpt() + " (redirects are not followed)");
    }
    if (status / 100 == 4 && status != 408 && !answer.isOwnError()) {
      return new RefusedByIntermediary(status, answer.excerpt());
    }
    if (answer.isUnauthorized()) {
      return new Unauthorized(status, answer.words());
    }
    if (status == 408 || status < 200 || isWorkedOnStill(status)) {
      return new InDoubt(answer.words());
    }
    if (answer.isServerError()) {
      return new UpstreamFailed(status, answer.words());
    }
    return new Refused(status, status / 100 == 3 ? redirect(status) : answer.words());
  }

  static SubmitOutcome of(Throwable failure) {
    return UpstreamCallException.maybeSent(failure)
        ? new InDoubt("no answer: " + failure.getMessage())
        : new NotSent(failure.getMessage());
  }

  /** A gateway gave up waiting, by these; the server behind it did not. */
  private static boolean isWorkedOnStill(int status) {
    return status == 504 || status == 524;
  }

  private static String redirect(int status) {
    return "the upstream answered %d; redirects are not followed".formatted(status);
  }
}
