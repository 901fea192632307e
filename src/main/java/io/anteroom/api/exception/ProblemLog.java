package io.anteroom.api.exception;

import io.anteroom.api.problem.ProblemLines;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;

/**
 * Says in the log which problems were thrown and answered; what nobody foresaw has no type yet. In
 * the place of the library's own log, which is switched off. Thread-safe.
 */
@Singleton
@Unremovable
public class ProblemLog implements ProblemPostProcessor {

  private static final int BEFORE_TYPES_ARE_GIVEN = 101;

  @Override
  public int priority() {
    return BEFORE_TYPES_ARE_GIVEN;
  }

  @Override
  public HttpProblem apply(HttpProblem problem, ProblemContext context) {
    if (problem.getStatusCode() >= 500 && problem.getType() == null) {
      ProblemLines.unforeseen(problem, context.path, context.cause);
    } else {
      ProblemLines.answered(problem, context.path);
    }
    return problem;
  }
}
