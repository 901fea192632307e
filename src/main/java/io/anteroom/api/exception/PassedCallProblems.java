package io.anteroom.api.exception;

import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.problem.Problems;
import io.anteroom.passthrough.PassedResponseException;
import io.anteroom.passthrough.UpstreamUnavailableException;
import io.quarkiverse.resteasy.problem.HttpProblem;

/** The problems of calls that were passed through and that the upstream did not serve. */
public final class PassedCallProblems {

  private static final String TOO_LARGE =
      "Its response is larger than Anteroom accepts; ask for less, with a smaller page_size.";

  private static final String MEMORY_FULL =
      "The responses that arrive at the moment fill the memory for them.";

  private PassedCallProblems() {}

  /** Of a response that holds nothing that the client may have. */
  public static HttpProblem of(PassedResponseException failure) {
    return switch (failure.reason()) {
      case ASSET_NOT_FOUND -> ProblemType.ASSET_NOT_FOUND.problem();
      case UNAUTHORIZED -> Problems.upstreamUnauthorized(failure.status(), failure.getMessage());
      case REFUSED -> Problems.refused(failure.status(), failure.getMessage(), null);
      case UNREADABLE -> ProblemType.UPSTREAM_UNREADABLE.with(failure.getMessage());
    };
  }

  /** Of a call that has no response, or none that can be read. */
  public static HttpProblem of(UpstreamUnavailableException failure) {
    return switch (failure.kind()) {
      case RATE_LIMITED -> Problems.noPermit(failure.retryAfter());
      case UNREADABLE ->
          unavailable(ProblemType.UPSTREAM_UNREADABLE, failure, sentence(failure.getMessage()));
      case SERVER_ERROR -> unavailable(failure, failure.getMessage());
      case TOO_LARGE -> ProblemType.UPSTREAM_UNAVAILABLE.with(TOO_LARGE);
      case MEMORY_FULL -> ProblemType.MEMORY_FULL.with(MEMORY_FULL);
      case NOT_SENT ->
          unavailable(
              failure, "The upstream cannot be reached at the moment; the call was not sent.");
      case CIRCUIT_OPEN ->
          unavailable(failure, "Too many such calls have failed just now; the call was not sent.");
      case NO_RESPONSE -> unavailable(failure, "The call was sent, and no answer came.");
      case TIMED_OUT -> unavailable(failure, "The upstream took too long.");
    };
  }

  private static HttpProblem unavailable(UpstreamUnavailableException failure, String detail) {
    return unavailable(ProblemType.UPSTREAM_UNAVAILABLE, failure, detail);
  }

  private static HttpProblem unavailable(
      ProblemType type, UpstreamUnavailableException failure, String detail) {
    return Problems.again(type, detail, failure.retryAfter());
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
