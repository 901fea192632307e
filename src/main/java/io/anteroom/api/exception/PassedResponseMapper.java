package io.anteroom.api.exception;

import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.problem.Problems;
import io.anteroom.passthrough.PassedResponseException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.ext.Provider;

/**
 * The problem of a call that was passed through and that the upstream did not serve. Unlike those
 * of {@link ExceptionMappers} it names its {@code instance} and is logged, as a problem that a
 * resource throws. Thread-safe.
 */
@Provider
public class PassedResponseMapper extends ExceptionMapperBase<PassedResponseException> {

  @Override
  protected HttpProblem toProblem(PassedResponseException failure) {
    return switch (failure.reason()) {
      case ASSET_NOT_FOUND -> ProblemType.ASSET_NOT_FOUND.problem();
      case UNAUTHORIZED -> Problems.upstreamUnauthorized(failure.status(), failure.getMessage());
      case REFUSED -> Problems.refused(failure.status(), failure.getMessage(), null);
      case UNREADABLE -> ProblemType.UPSTREAM_UNREADABLE.with(failure.getMessage());
    };
  }
}
