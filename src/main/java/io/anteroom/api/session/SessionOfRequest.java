package io.anteroom.api.session;

import io.anteroom.account.OperatorSession;
import io.anteroom.account.OperatorSessions;
import io.anteroom.api.problem.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import java.util.Optional;

/** Finds the session by the cookie of a request that carries no key. Thread-safe. */
@Singleton
public class SessionOfRequest {

  private final Instance<OperatorSessions> sessions;

  /** Filters are made while the application is built: what reads the configuration comes later. */
  SessionOfRequest(Instance<OperatorSessions> sessions) {
    this.sessions = sessions;
  }

  /**
   * The session that the request is of; empty where there is no cookie. Throws a problem where the
   * session has ended, or another page than ours made the request.
   */
  public Optional<OperatorSession> of(ContainerRequestContext request) {
    Cookie cookie = request.getCookies().get(SessionCookie.NAME);
    if (cookie == null) {
      return Optional.empty();
    }
    OperatorSession session =
        sessions.get().read(cookie.getValue()).orElseThrow(SessionOfRequest::ended);
    BrowserRequest.of(request).demandSameOrigin();
    return Optional.of(session);
  }

  private static HttpProblem ended() {
    return Problems.signInAgain(
        "The session has ended, or its key is no longer valid. Sign in again.");
  }
}
