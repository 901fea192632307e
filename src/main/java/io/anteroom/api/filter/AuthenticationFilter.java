package io.anteroom.api.filter;

import io.anteroom.account.ApiKeys;
import io.anteroom.account.Client;
import io.anteroom.account.Operator;
import io.anteroom.account.OperatorKeys;
import io.anteroom.account.TickKeys;
import io.anteroom.api.problem.ProblemPages;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.problem.Problems;
import io.anteroom.api.session.SessionOfRequest;
import io.anteroom.async.LazyBean;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * {@code Authorization: Bearer <key>} (RFC 6750), before anything of the request's body is read.
 * Every call needs it but the pages of problems; in its place the page of operators sends a
 * session. {@link Caller} says once more who may call what.
 */
public class AuthenticationFilter {

  private static final String SCHEME = "bearer ";
  private static final String FOR_TICKS = "/engine/";

  /** The extension {@code tickkey} of a CloudEvent: a Knative PingSource sends no other header. */
  private static final String TICK_KEY = "ce-tickkey";

  /** What is said to everyone. Written tightly, since what matches is not asked for a key. */
  private static final Pattern OPEN = Pattern.compile(ProblemPages.PATH + "(/[^/]*)?");

  private final LazyBean<ApiKeys> keys;
  private final LazyBean<OperatorKeys> operators;
  private final LazyBean<TickKeys> ticks;
  private final SessionOfRequest sessions;
  private final Caller caller;

  /** Filters are made while the application is built: what reads the configuration comes later. */
  AuthenticationFilter(
      Instance<ApiKeys> keys,
      Instance<OperatorKeys> operators,
      Instance<TickKeys> ticks,
      SessionOfRequest sessions,
      Caller caller) {
    this.keys = new LazyBean<>(keys);
    this.operators = new LazyBean<>(operators);
    this.ticks = new LazyBean<>(ticks);
    this.sessions = sessions;
    this.caller = caller;
  }

  /** Lets the request pass, or answers it with 401 or 403. */
  @ServerRequestFilter(preMatching = true, priority = 1)
  public void authenticate(ContainerRequestContext request) {
    if (OPEN.matcher(request.getUriInfo().getPath()).matches()) {
      return;
    }
    if (request.getUriInfo().getPath().startsWith(FOR_TICKS)) {
      admitTick(request);
      return;
    }
    bearer(request).ifPresentOrElse(this::recognize, () -> recognizeSession(request));
    admit(request.getMethod(), request.getUriInfo().getPath());
  }

  private static Optional<String> bearer(ContainerRequestContext request) {
    String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    return header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.empty()
        : Optional.of(header.substring(SCHEME.length()).strip());
  }

  /** Where the platform has {@code Authorization} for itself, or sets none, the other counts. */
  private void admitTick(ContainerRequestContext request) {
    if (ticks.get().isEmpty()) {
      throw ProblemType.NOT_FOUND.with("No key of the tick is configured.");
    }
    Optional<String> event = Optional.ofNullable(request.getHeaderString(TICK_KEY));
    Optional<String> bearer = bearer(request);
    if (bearer.filter(ticks.get()::knows).isEmpty()
        && event.map(String::strip).filter(ticks.get()::knows).isEmpty()) {
      throw bearer.or(() -> event).isPresent()
          ? unknownKey()
          : Problems.unauthorized("Bearer realm=\"anteroom\"");
    }
    caller.holdsTickKey();
  }

  /**
   * Nearly every request is a client's, whose key is hashed once; nobody has a key of both kinds.
   */
  private void recognize(String key) {
    Optional<Client> client = keys.get().clientOf(key);
    if (client.isPresent()) {
      caller.is(client.get());
    } else {
      Operator operator =
          operators.get().operatorOf(key).orElseThrow(AuthenticationFilter::unknownKey);
      caller.is(operator);
    }
  }

  /** The page of operators has no key: its requests carry a session. */
  private void recognizeSession(ContainerRequestContext request) {
    caller.is(
        sessions.of(request).orElseThrow(() -> Problems.unauthorized("Bearer realm=\"anteroom\"")));
  }

  /** Before a body is read that is not for who sends it. */
  private void admit(String method, String path) {
    if (!caller.isOperator()) {
      if (OperatorCalls.areOnlyFor(path)) {
        throw ProblemType.OPERATORS_ONLY.problem();
      }
    } else if (OperatorCalls.areReads(method)) {
      demand(OperatorCalls.mayBeReads(path));
    } else {
      demand(OperatorCalls.mayBeActs(path));
      caller.mustBeAdmin();
    }
  }

  private static void demand(boolean isForOperators) {
    if (!isForOperators) {
      throw ProblemType.CLIENTS_ONLY.problem();
    }
  }

  private static HttpProblem unknownKey() {
    return Problems.unauthorized("Bearer realm=\"anteroom\", error=\"invalid_token\"");
  }
}
