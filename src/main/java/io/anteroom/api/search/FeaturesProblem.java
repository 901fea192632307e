package io.anteroom.api.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.api.body.MemoryFullException;
import io.anteroom.api.exception.PassedCallProblems;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.problem.Problems;
import io.anteroom.async.FailureLog;
import io.anteroom.passthrough.PassedResponseException;
import io.anteroom.passthrough.UpstreamUnavailableException;
import io.anteroom.quota.AccountPausedException;
import io.anteroom.quota.NoPermitInTimeException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.TimeoutException;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Why a task that is DONE is answered without its features: a problem (RFC 9457) beside the task,
 * which is no less done.
 *
 * @param retryAfterSeconds after which time it is worth asking for them again; null where that is
 *     not known
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record FeaturesProblem(
    String type, String title, int status, String detail, Long retryAfterSeconds) {

  private static final Logger LOG = Logger.getLogger(FeaturesProblem.class);

  /** A mistake in the program is logged. */
  static FeaturesProblem of(Throwable failure) {
    HttpProblem problem = problem(failure);
    Object after = problem.getHeaders().get(HttpHeaders.RETRY_AFTER);
    return new FeaturesProblem(
        problem.getType().toString(),
        problem.getTitle(),
        problem.getStatusCode(),
        problem.getDetail(),
        after == null ? null : Long.valueOf(after.toString()));
  }

  private static HttpProblem problem(Throwable failure) {
    if (failure instanceof HttpProblem problem) {
      return problem;
    }
    if (failure instanceof PassedResponseException passed) {
      return PassedCallProblems.of(passed);
    }
    if (failure instanceof UpstreamUnavailableException unavailable) {
      return PassedCallProblems.of(unavailable);
    }
    if (failure instanceof NoPermitInTimeException late) {
      return Problems.noPermit(late.retryAfter());
    }
    if (failure instanceof AccountPausedException) {
      return ProblemType.ACCOUNT_PAUSED.problem();
    }
    if (failure instanceof MemoryFullException) {
      return ProblemType.MEMORY_FULL.with(failure.getMessage());
    }
    if (failure instanceof TimeoutException) {
      return Problems.again(
          ProblemType.UPSTREAM_UNAVAILABLE, "The upstream took too long.", Duration.ofSeconds(1));
    }
    return FailureLog.log(LOG, "reading the features of a task", failure)
        ? ProblemType.INTERNAL_ERROR.problem()
        : ProblemType.DATABASE_UNAVAILABLE.problem();
  }
}
