package io.anteroom.api.exception;

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
    return PassedCallProblems.of(failure);
  }
}
