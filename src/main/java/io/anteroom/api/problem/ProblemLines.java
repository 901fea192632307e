package io.anteroom.api.problem;

import io.anteroom.async.log.CurrentRequest;
import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jboss.logging.Logger;

/**
 * Says in the log which problems were answered: one line each, with method and path, and without
 * the query. Only what nobody foresaw has a stack trace: a problem of ours with a 5xx tells of the
 * upstream or the database, and where in this code it was told says nothing. Stateless.
 */
public final class ProblemLines {

  private static final Logger LOG = Logger.getLogger(ProblemLines.class);

  private ProblemLines() {}

  /** A problem that is meant to be answered. */
  public static void answered(HttpProblem problem, String path) {
    if (problem.getStatusCode() >= 500) {
      LOG.warn(line(problem, path));
    } else {
      LOG.info(line(problem, path));
    }
  }

  /**
   * A mistake of ours.
   *
   * @param cause or null
   */
  public static void unforeseen(HttpProblem problem, String path, Throwable cause) {
    LOG.error("a request failed: " + line(problem, path), cause);
  }

  private static String line(HttpProblem problem, String path) {
    CurrentRequest request = CurrentRequest.get();
    return "%d %s, %s (%s)"
        .formatted(
            problem.getStatusCode(),
            request == null ? path : request,
            problem.getDetail() == null ? problem.getTitle() : problem.getDetail(),
            problem.getType() == null ? "no type" : problem.getType())
        .replaceAll("\\p{Cntrl}", "?");
  }
}
