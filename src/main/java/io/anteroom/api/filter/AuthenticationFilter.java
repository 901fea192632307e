package io.anteroom.api.filter;

import io.anteroom.account.ApiKeys;
import io.anteroom.account.Client;
import io.anteroom.account.OperatorKeys;
import io.anteroom.api.problem.ProblemPages;
import io.anteroom.api.problem.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * {@code Authorization: Bearer <key>} (RFC 6750), before anything of the request's body is read.
 * Every call needs it but the pages of problems. {@link Caller} says once more who may call what.
 */
public class AuthenticationFilter {

  private static final String SCHEME = "bearer ";
  private static final String FOR_OPERATORS = "/accounts/";

  /** What is said to everyone. Written tightly, since what matches is not asked for a key. */
  private static final Pattern OPEN = Pattern.compile(ProblemPages.PATH + "(/[^/]*)?");

  private final Instance<ApiKeys> keys;
  private final Instance<OperatorKeys> operators;
  private final Caller caller;

  /** Filters are made while the application is built: what reads the configuration comes later. */
  AuthenticationFilter(Instance<ApiKeys> keys, Instance<OperatorKeys> operators, Caller caller) {
    this.keys = keys;
    this.operators = operators;
    this.caller = caller;
  }

  /** Lets the request pass, or answers it with 401 or 403. */
  @ServerRequestFilter(preMatching = true, priority = 1)
  public void authenticate(ContainerRequestContext request) {
    if (OPEN.matcher(request.getUriInfo().getPath()).matches()) {
      return;
    }
    String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Problems.unauthorized("Bearer realm=\"anteroom\"");
    }
    String key = header.substring(SCHEME.length()).strip();
    recognize(key);
    admit(request.getUriInfo().getPath());
  }

  /**
   * Nearly every request is a client's, whose key is hashed once; nobody has a key of both kinds.
   */
  private void recognize(String key) {
    Optional<Client> client = keys.get().clientOf(key);
    if (client.isPresent()) {
      caller.is(client.get());
    } else if (operators.get().knows(key)) {
      caller.isOperator();
    } else {
      throw unknownKey();
    }
  }

  /** Before a body is read that is not for who sends it. */
  private void admit(String path) {
    if (path.startsWith(FOR_OPERATORS)) {
      caller.mustBeOperator();
    } else {
      caller.client();
    }
  }

  private static HttpProblem unknownKey() {
    return Problems.unauthorized("Bearer realm=\"anteroom\", error=\"invalid_token\"");
  }
}
