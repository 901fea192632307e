package io.anteroom.client.failure;

import io.anteroom.client.response.Problem;
import java.time.Duration;
import java.util.Optional;

/** Anteroom, or a proxy before it, refused the request. */
public final class ProblemException extends AnteroomException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final Duration retryAfter;

  /**
   * For a response.
   *
   * @param retryAfter what the response asked to wait, or null
   */
  public ProblemException(Problem problem, Duration retryAfter) {
    super("%d %s: %s".formatted(problem.status(), problem.name(), problem.detail()), null);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /** What was wrong; not null. */
  public Problem problem() {
    return problem;
  }

  /** After which time it is worth trying again; empty if the response does not say. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
