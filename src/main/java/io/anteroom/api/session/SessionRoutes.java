package io.anteroom.api.session;

import io.anteroom.account.ApiKeys;
import io.anteroom.account.OidcOperators;
import io.anteroom.account.OperatorSession;
import io.anteroom.account.OperatorSessions;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.problem.ProblemWriter;
import io.anteroom.api.problem.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code /operator/session}: the page begins a session by the operator's key, asks whose it is, and
 * ends it. No part of the API, which takes the key itself. Thread-safe.
 */
@Singleton
class SessionRoutes {

  /** A key and what is around it. */
  private static final int LARGEST_BODY = 8192;

  private static final int TOO_LARGE = 413;

  private final Instance<OperatorSessions> sessions;
  private final Instance<ApiKeys> clients;
  private final Instance<OidcOperators> provider;

  /** Routes may be made before there is a configuration. */
  SessionRoutes(
      Instance<OperatorSessions> sessions,
      Instance<ApiKeys> clients,
      Instance<OidcOperators> provider) {
    this.sessions = sessions;
    this.clients = clients;
    this.provider = provider;
  }

  void register(@Observes Router router) {
    BodyHandler body = BodyHandler.create(false).setBodyLimit(LARGEST_BODY);
    router
        .route(HttpMethod.POST, OperatorPage.SESSION)
        .handler(body)
        .handler(of(this::begin))
        .failureHandler(SessionRoutes::tooLarge);
    router.route(HttpMethod.GET, OperatorPage.SESSION).handler(of(this::show));
    router.route(HttpMethod.DELETE, OperatorPage.SESSION).handler(of(SessionRoutes::end));
  }

  private static Handler<RoutingContext> of(Consumer<RoutingContext> call) {
    return context -> {
      try {
        BrowserRequest.of(context.request()).demandSameOrigin();
        call.accept(context);
      } catch (HttpProblem problem) {
        ProblemWriter.write(context, problem);
      }
    };
  }

  /** What else fails is nobody's fault but ours. */
  private static void tooLarge(RoutingContext context) {
    if (context.statusCode() == TOO_LARGE) {
      ProblemWriter.write(context, Problems.bodyTooLarge(LARGEST_BODY));
    } else {
      context.next();
    }
  }

  private void begin(RoutingContext context) {
    String key = SessionKey.in(context.body().buffer());
    String session = sessions.get().begin(key).orElseThrow(() -> unknown(key));
    context.response().putHeader(HttpHeaders.SET_COOKIE, SessionCookie.with(session));
    write(context, sessions.get().read(session));
  }

  /** A page that is opened is in no session, which is no error. */
  private void show(RoutingContext context) {
    Cookie cookie = context.request().getCookie(SessionCookie.NAME);
    write(
        context,
        Optional.ofNullable(cookie).flatMap(found -> sessions.get().read(found.getValue())));
  }

  private static void end(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.SET_COOKIE, SessionCookie.removed())
        .setStatusCode(204)
        .end();
  }

  private void write(RoutingContext context, Optional<OperatorSession> session) {
    JsonObject body = new JsonObject();
    if (provider.get().areConfigured()) {
      body.put("sign_in", OperatorPage.SIGN_IN);
    }
    session.ifPresent(
        found ->
            body.put("operator", found.operator().name())
                .put("role", found.operator().role().label())
                .put("until", found.until().toString()));
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body.toBuffer());
  }

  private HttpProblem unknown(String key) {
    return clients.get().clientOf(key).isPresent()
        ? ProblemType.OPERATORS_ONLY.with("This is the key of a client. The page is for operators.")
        : ProblemType.UNAUTHORIZED
            .builder()
            .withDetail("No operator has this key.")
            .withHeader("WWW-Authenticate", "Bearer realm=\"anteroom\", error=\"invalid_token\"")
            .build();
  }
}
