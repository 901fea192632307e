package io.anteroom.api.exception;

import io.anteroom.accept.IdempotencyKeyReusedException;
import io.anteroom.accept.NotRetryableException;
import io.anteroom.accept.queue.QueueFullException;
import io.anteroom.api.body.MemoryFullException;
import io.anteroom.api.form.FormFailures;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.problem.Problems;
import io.anteroom.async.log.CurrentRequest;
import io.anteroom.callback.destination.DestinationRefusedException;
import io.anteroom.callback.secret.CallbackSecretMissingException;
import io.anteroom.passthrough.UpstreamUnavailableException;
import io.anteroom.quota.AccountPausedException;
import io.anteroom.quota.NoPermitInTimeException;
import io.anteroom.upload.FileTooLargeException;
import io.anteroom.upload.SpoolFullException;
import io.anteroom.upload.SpoolUnavailableException;
import io.anteroom.waiting.stream.TooManyStreamsException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser.MalformedMessageException;

/** Turns the exceptions of the packages below into problems. */
class ExceptionMappers {

  /** The words of RESTEasy's FormData, which has no type of its own for it. */
  private static final String TOO_MANY_FIELDS = "Param limit of ";

  private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);
  private static final String TOO_LARGE =
      "Its response is larger than Anteroom accepts; ask for less, with a smaller page_size.";

  @ServerExceptionMapper
  Response keyReused(IdempotencyKeyReusedException failure) {
    return ProblemType.IDEMPOTENCY_KEY_REUSED.problem().toResponse();
  }

  @ServerExceptionMapper
  Response notRetryable(NotRetryableException failure) {
    return ProblemType.NOT_RETRYABLE.with(failure.getMessage()).toResponse();
  }

  @ServerExceptionMapper
  Response destinationRefused(DestinationRefusedException failure) {
    return ProblemType.CALLBACK_URL_REFUSED.with(failure.getMessage()).toResponse();
  }

  @ServerExceptionMapper
  Response callbackSecretMissing(CallbackSecretMissingException failure) {
    return ProblemType.CALLBACK_SECRET_MISSING.problem().toResponse();
  }

  @ServerExceptionMapper
  Response noPermit(NoPermitInTimeException failure) {
    return Problems.noPermit(failure.retryAfter()).toResponse();
  }

  @ServerExceptionMapper
  Response accountPaused(AccountPausedException failure) {
    return ProblemType.ACCOUNT_PAUSED.problem().toResponse();
  }

  @ServerExceptionMapper
  Response tooManyStreams(TooManyStreamsException failure) {
    return ProblemType.TOO_MANY_STREAMS.with(failure.getMessage()).toResponse();
  }

  @ServerExceptionMapper
  Response queueFull(QueueFullException failure) {
    return Problems.queueFull(failure.getMessage(), failure.retryAfter()).toResponse();
  }

  @ServerExceptionMapper
  Response upstreamUnavailable(UpstreamUnavailableException failure) {
    return problem(failure).toResponse();
  }

  private static HttpProblem problem(UpstreamUnavailableException failure) {
    return switch (failure.kind()) {
      case RATE_LIMITED -> Problems.noPermit(failure.retryAfter());
      case UNREADABLE ->
          unavailable(ProblemType.UPSTREAM_UNREADABLE, failure, sentence(failure.getMessage()));
      case SERVER_ERROR -> unavailable(failure, failure.getMessage());
      case TOO_LARGE -> ProblemType.UPSTREAM_UNAVAILABLE.with(TOO_LARGE);
      case NOT_SENT ->
          unavailable(
              failure, "The upstream cannot be reached at the moment; the call was not sent.");
      case CIRCUIT_OPEN ->
          unavailable(failure, "Too many such calls have failed just now; the call was not sent.");
      case NO_RESPONSE -> unavailable(failure, "The call was sent, and no answer came.");
      case TIMED_OUT -> unavailable(failure, "The upstream took too long.");
    };
  }

  private static HttpProblem unavailable(UpstreamUnavailableException failure, String detail) {
    return unavailable(ProblemType.UPSTREAM_UNAVAILABLE, failure, detail);
  }

  private static HttpProblem unavailable(
      ProblemType type, UpstreamUnavailableException failure, String detail) {
    return Problems.again(type, detail, failure.retryAfter());
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  @ServerExceptionMapper
  Response malformedForm(MalformedMessageException failure) {
    return ProblemType.MALFORMED_FORM.problem().toResponse();
  }

  @ServerExceptionMapper
  Response memoryFull(MemoryFullException failure) {
    return ProblemType.MEMORY_FULL.with(failure.getMessage()).toResponse();
  }

  @ServerExceptionMapper
  Response spoolUnavailable(SpoolUnavailableException failure) {
    return FormFailures.spoolProblem(failure).toResponse();
  }

  @ServerExceptionMapper
  Response spoolFull(SpoolFullException failure) {
    return ProblemType.SPOOL_FULL.with(failure.getMessage()).toResponse();
  }

  @ServerExceptionMapper
  Response fileTooLarge(FileTooLargeException failure) {
    return Problems.bodyTooLarge(failure.max()).toResponse();
  }

  @ServerExceptionMapper
  Response unexpected(RuntimeException failure) {
    if (failure.getMessage() != null && failure.getMessage().startsWith(TOO_MANY_FIELDS)) {
      return Problems.tooManyFields().toResponse();
    }
    return FormFailures.problem(failure).orElseGet(() -> unforeseen(failure)).toResponse();
  }

  private static HttpProblem unforeseen(RuntimeException failure) {
    if (isUnreadableAddress(failure)) {
      return ProblemType.MALFORMED_REQUEST.with("The address of the request cannot be read.");
    }
    LOG.errorf(failure, "a request failed: %s", CurrentRequest.get());
    return ProblemType.INTERNAL_ERROR.problem();
  }

  /** RESTEasy throws this if no URI can be made of Host or of a trusted X-Forwarded-Host. */
  private static boolean isUnreadableAddress(RuntimeException failure) {
    return failure.getClass() == RuntimeException.class
        && failure.getCause() instanceof URISyntaxException;
  }

  @ServerExceptionMapper(
      value = {
        IOException.class,
        TimeoutException.class,
        io.smallrye.mutiny.TimeoutException.class,
        PgException.class,
        ClosedConnectionException.class,
        // "Connection is not active now": the pool handed out one that had just been closed.
        io.vertx.core.impl.NoStackTraceThrowable.class,
        org.hibernate.HibernateException.class
      })
  Response databaseUnavailable(Throwable failure) {
    return FormFailures.problem(failure)
        .orElseGet(ProblemType.DATABASE_UNAVAILABLE::problem)
        .toResponse();
  }
}
