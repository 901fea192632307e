package io.anteroom.api.exception;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Says in the log which problems were answered: one line each. Only what nobody foresaw, which has
 * no type yet, has a stack trace: a problem of ours with a 5xx tells of the upstream or the
 * database, and where in this code it was told says nothing. In the place of the library's own log,
 * which is switched off. Thread-safe.
 */
@Singleton
@Unremovable
public class ProblemLog implements ProblemPostProcessor {

  private static final Logger LOG = Logger.getLogger(ProblemLog.class);
  private static final int BEFORE_TYPES_ARE_GIVEN = 101;

  @Override
  public int priority() {
    return BEFORE_TYPES_ARE_GIVEN;
  }

  @Override
  public HttpProblem apply(HttpProblem problem, ProblemContext context) {
    boolean fault = problem.getStatusCode() >= 500;
    if (fault && problem.getType() == null) {
      LOG.error("a request failed: " + line(problem, context), context.cause);
    } else if (fault) {
      LOG.warn(line(problem, context));
    } else {
      LOG.info(line(problem, context));
    }
    return problem;
  }

  private static String line(HttpProblem problem, ProblemContext context) {
    return "%d %s, %s (%s)"
        .formatted(
            problem.getStatusCode(),
            context.path,
            problem.getDetail() == null ? problem.getTitle() : problem.getDetail(),
            problem.getType() == null ? "no type" : problem.getType())
        .replaceAll("\\p{Cntrl}", "?");
  }
}
