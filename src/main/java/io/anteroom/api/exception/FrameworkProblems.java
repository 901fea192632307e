package io.anteroom.api.exception;

import io.anteroom.api.problem.ProblemType;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;

/** Replaces the framework's own problems by ours: its words could name classes. Thread-safe. */
@Singleton
@Unremovable
public class FrameworkProblems implements ProblemPostProcessor {

  /** After the log has seen the framework's own words. */
  private static final int AFTER_LOGGING = Integer.MIN_VALUE;

  @Override
  public int priority() {
    return AFTER_LOGGING;
  }

  @Override
  public HttpProblem apply(HttpProblem problem, ProblemContext context) {
    return problem.getType() == null ? typed(problem) : problem;
  }

  private static HttpProblem typed(HttpProblem problem) {
    ProblemType type = typeOf(problem.getStatusCode());
    HttpProblem ours = type.problem();
    HttpProblem.Builder typed =
        type.builder().withDetail(ours.getDetail()).withInstance(problem.getInstance());
    problem.getHeaders().forEach(typed::withHeader);
    ours.getParameters().forEach(typed::with);
    return typed.build();
  }

  /** Any other status is an error of the service itself. */
  static ProblemType typeOf(int status) {
    return switch (status) {
      case 400 -> ProblemType.MALFORMED_REQUEST;
      case 401 -> ProblemType.UNAUTHORIZED;
      case 404 -> ProblemType.NOT_FOUND;
      case 405 -> ProblemType.METHOD_NOT_ALLOWED;
      case 406 -> ProblemType.NOT_ACCEPTABLE;
      case 413 -> ProblemType.BODY_TOO_LARGE;
      case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
      default -> ProblemType.INTERNAL_ERROR;
    };
  }
}
