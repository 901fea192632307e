package io.anteroom.api.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/** Problems that need more than their type and a detail. */
public final class Problems {

  /** Statuses that speak of the connection to the upstream, not of the request. */
  private static final Set<Integer> OF_THE_CONNECTION = Set.of(407, 408, 421, 425, 426);

  private Problems() {}

  /**
   * The request has no API key that is known.
   *
   * @param challenge the value of {@code WWW-Authenticate}
   */
  public static HttpProblem unauthorized(String challenge) {
    return of(ProblemType.UNAUTHORIZED).withHeader(HttpHeaders.WWW_AUTHENTICATE, challenge).build();
  }

  /**
   * An operator has to sign in to the page again.
   *
   * @param detail why
   */
  public static HttpProblem signInAgain(String detail) {
    return ProblemType.UNAUTHORIZED
        .builder()
        .withDetail(detail)
        .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"anteroom\"")
        .build();
  }

  public static HttpProblem bodyTooLarge(long max) {
    return closing(
        ProblemType.BODY_TOO_LARGE
            .builder()
            .withDetail("At most %d bytes are accepted.".formatted(max)));
  }

  /** The fields of a form have more than this many bytes together. */
  public static HttpProblem fieldsTooLarge(long max) {
    return closing(
        ProblemType.BODY_TOO_LARGE
            .builder()
            .withDetail("The fields of a form hold at most %d bytes together.".formatted(max)));
  }

  public static HttpProblem tooManyFields() {
    return closing(of(ProblemType.TOO_MANY_FIELDS));
  }

  /** The rest of the body is not read, so that the connection is of no further use. */
  private static HttpProblem closing(HttpProblem.Builder problem) {
    return problem.withHeader("Connection", "close").build();
  }

  /** The quota has no permit for the call within the wait. */
  public static HttpProblem noPermit(Duration retryAfter) {
    return of(ProblemType.QUOTA_EXHAUSTED)
        .withHeader(HttpHeaders.RETRY_AFTER, Math.max(1, retryAfter.toSeconds() + 1))
        .build();
  }

  public static HttpProblem queueFull(String detail, Duration retryAfter) {
    return again(ProblemType.QUEUE_FULL, detail, retryAfter);
  }

  /** A problem that may be over after this time, which is told in whole seconds, at least one. */
  public static HttpProblem again(ProblemType type, String detail, Duration retryAfter) {
    return type.builder()
        .withDetail(detail)
        .withHeader(HttpHeaders.RETRY_AFTER, Math.max(1, retryAfter.plusMillis(999).toSeconds()))
        .build();
  }

  /**
   * The upstream refused the key of the account.
   *
   * @param status the upstream's status, 401 or 403
   */
  public static HttpProblem upstreamUnauthorized(int status, String message) {
    return ProblemType.UPSTREAM_UNAUTHORIZED.with(
        "The upstream answered %d to the key of this account: %s".formatted(status, message));
  }

  /**
   * The upstream refused the request. The problem has the upstream's own status, unless that speaks
   * of the connection between Anteroom and the upstream; then it has 502.
   *
   * @param task the task that failed by it, or null
   */
  public static HttpProblem refused(int status, String message, UUID task) {
    HttpProblem.Builder problem =
        ProblemType.UPSTREAM_REFUSED
            .builder(isOfTheRequest(status) ? status : 502)
            .withDetail(message);
    return (task == null ? problem : problem.with("task_id", task.toString())).build();
  }

  private static boolean isOfTheRequest(int status) {
    return status / 100 == 4 && !OF_THE_CONNECTION.contains(status);
  }

  private static HttpProblem.Builder of(ProblemType type) {
    return type.builder().withDetail(type.text().detail());
  }
}
