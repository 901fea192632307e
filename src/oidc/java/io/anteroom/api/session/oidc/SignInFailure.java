package io.anteroom.api.session.oidc;

import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.problem.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.oidc.common.runtime.OidcEndpointAccessException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jose4j.jwt.consumer.InvalidJwtException;

/** Says why somebody could not sign in: in the answer, and in one line of the log. Stateless. */
final class SignInFailure {

  private static final Logger LOG = Logger.getLogger(SignInFailure.class);

  private static final int MAX_REASON = 200;

  private SignInFailure() {}

  /** Of what the library or the route has thrown. */
  static HttpProblem problem(Throwable failure) {
    if (failure instanceof HttpProblem problem) {
      return problem;
    }
    boolean isAway =
        causedBy(failure, IOException.class) || causedBy(failure, TimeoutException.class);
    boolean isRefusal =
        failure instanceof AuthenticationCompletionException
            || failure instanceof AuthenticationFailedException;
    if (isAway || !isRefusal) {
      String reason = reason(UnreachedProvider.takeCause().orElse(failure));
      LOG.warnf("sign-in: the OpenID provider does not answer as it should: %s", reason);
      return ProblemType.SIGN_IN_UNAVAILABLE.problem();
    }
    LOG.warnf("sign-in: refused: %s", reason(failure));
    return Problems.signInAgain("The sign-in did not succeed. Begin it again at the page.");
  }

  /** Somebody comes from the provider who was not sent there, or too long ago. */
  static HttpProblem notBegunHere() {
    LOG.warn("sign-in: refused: it was not begun in this browser, or too long ago");
    return Problems.signInAgain(
        "The sign-in was not begun in this browser, or too long ago. Begin it again at the page.");
  }

  /** More sign-ins wait for the provider than operators would begin. */
  static HttpProblem tooMany() {
    return ProblemType.SIGN_IN_UNAVAILABLE.with(
        "Too many sign-ins wait for the OpenID provider. An operator's key works without it.");
  }

  private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** One line, and nothing of a token: its own message would repeat the claims. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof InvalidJwtException)) {
      cause = cause.getCause();
    }
    if (cause instanceof InvalidJwtException invalid) {
      return invalid.getErrorDetails().isEmpty()
          ? "the ID token cannot be verified"
          : line("the ID token: " + invalid.getErrorDetails().get(0).getErrorMessage());
    }
    if (cause instanceof OidcEndpointAccessException refused) {
      return "status " + refused.getErrorStatus();
    }
    String text =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return line(text.strip().lines().findFirst().orElse(cause.getClass().getSimpleName()));
  }

  /** Somebody who has not signed in may have written the text: it is short, and only shown. */
  private static String line(String text) {
    String begin = text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON);
    return begin.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
  }
}
