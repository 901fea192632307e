package io.anteroom.api.error;

import io.anteroom.accept.IdempotencyKeyReusedException;
import io.anteroom.accept.queue.QueueFullException;
import io.anteroom.api.body.MemoryFullException;
import io.anteroom.api.form.FormFailures;
import io.anteroom.api.form.SpoolFailures;
import io.anteroom.api.problem.Problems;
import io.anteroom.callback.destination.DestinationRefusedException;
import io.anteroom.callback.secret.CallbackSecretMissingException;
import io.anteroom.passthrough.UpstreamUnavailableException;
import io.anteroom.quota.AccountPausedException;
import io.anteroom.quota.NoPermitInTimeException;
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

/** Failures that are no problem yet. */
class ExceptionMappers {

  /** The words of RESTEasy's FormData, which has no type of its own for it. */
  private static final String TOO_MANY_FIELDS = "Param limit of ";

  private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);
  private static final String TOO_LARGE =
      "Its answer is larger than Anteroom takes; ask for less, with a smaller page_size.";

  private static final String UNREADABLE = "The form cannot be read.";

  @ServerExceptionMapper
  Response keyReused(IdempotencyKeyReusedException failure) {
    return Problems.keyReused().toResponse();
  }

  @ServerExceptionMapper
  Response destinationRefused(DestinationRefusedException failure) {
    return Problems.callbackRefused(failure.getMessage()).toResponse();
  }

  @ServerExceptionMapper
  Response callbackSecretMissing(CallbackSecretMissingException failure) {
    return Problems.callbackSecretMissing().toResponse();
  }

  @ServerExceptionMapper
  Response noPermit(NoPermitInTimeException failure) {
    return Problems.noPermit(failure.retryAfter()).toResponse();
  }

  @ServerExceptionMapper
  Response accountPaused(AccountPausedException failure) {
    return Problems.accountPaused().toResponse();
  }

  @ServerExceptionMapper
  Response tooManyStreams(TooManyStreamsException failure) {
    return Problems.tooManyStreams(failure.getMessage()).toResponse();
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
      case UNREADABLE -> Problems.upstreamUnreadable(sentence(failure.getMessage()));
      case SERVER_ERROR -> Problems.upstreamUnavailable(failure.getMessage());
      case TOO_LARGE -> Problems.upstreamUnavailable(TOO_LARGE);
      case NOT_SENT ->
          Problems.upstreamUnavailable(
              "The upstream cannot be reached at the moment; the call was not sent.");
      case NO_RESPONSE -> Problems.upstreamUnavailable("The call was sent, and no answer came.");
      case TIMED_OUT -> Problems.upstreamUnavailable("The upstream took too long.");
    };
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  @ServerExceptionMapper
  Response malformedForm(MalformedMessageException failure) {
    return Problems.malformedForm(UNREADABLE).toResponse();
  }

  @ServerExceptionMapper
  Response memoryFull(MemoryFullException failure) {
    return Problems.memoryFull(failure.getMessage()).toResponse();
  }

  @ServerExceptionMapper
  Response spoolUnavailable(SpoolUnavailableException failure) {
    return SpoolFailures.problem(failure).toResponse();
  }

  @ServerExceptionMapper
  Response unexpected(RuntimeException failure) {
    if (failure.getMessage() != null && failure.getMessage().startsWith(TOO_MANY_FIELDS)) {
      return Problems.tooManyFields().toResponse();
    }
    if (SpoolFailures.isMeantBy(failure)) {
      return SpoolFailures.problem(failure).toResponse();
    }
    if (FormFailures.isMeantBy(failure)) {
      return Problems.malformedForm(UNREADABLE).toResponse();
    }
    if (isUnreadableAddress(failure)) {
      return Problems.malformedRequest("The address of the request cannot be read.").toResponse();
    }
    LOG.error("a request failed", failure);
    return Problems.internalError().toResponse();
  }

  /** So RESTEasy throws it where a Host or a trusted X-Forwarded-Host can be in no address. */
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
  Response store(Throwable failure) {
    if (SpoolFailures.isMeantBy(failure)) {
      return SpoolFailures.problem(failure).toResponse();
    }
    return FormFailures.isMeantBy(failure)
        ? Problems.malformedForm(UNREADABLE).toResponse()
        : Problems.storeUnavailable().toResponse();
  }
}
