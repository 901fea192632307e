package io.anteroom.api.session.oidc;

import io.anteroom.account.OidcOperators;
import io.anteroom.account.OidcSessions;
import io.anteroom.account.OidcSettings;
import io.anteroom.account.Operator;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.problem.ProblemWriter;
import io.anteroom.api.session.OperatorPage;
import io.anteroom.api.session.SessionCookie;
import io.anteroom.async.LazyBean;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * {@code /operator/sign-in}: leads to the provider, and takes who comes back from there. Then a
 * session of ours begins, as it does by a key. Thread-safe.
 */
@Singleton
class SignInRoute {

  private static final String PATH = OperatorPage.ADDRESS + OperatorPage.SIGN_IN;

  /** What the names of the library's cookies for tokens begin with. */
  private static final String COOKIES = "q_session";

  /** The one that it makes here; it would stand for tokens, which are not kept. */
  private static final String COOKIE = COOKIES + "_" + OperatorTenant.ID;

  /** Sign-ins that ask the provider at once: each may have a connection of its own to it. */
  private static final int MAX_UNDER_WAY = 16;

  private final Semaphore places = new Semaphore(MAX_UNDER_WAY);
  private final LazyBean<OidcAuthenticationMechanism> provider;
  private final LazyBean<IdentityProviderManager> identities;
  private final LazyBean<OidcSettings> settings;
  private final LazyBean<OidcOperators> operators;
  private final LazyBean<OidcSessions> sessions;

  /** Routes may be made before there is a configuration. */
  SignInRoute(
      Instance<OidcAuthenticationMechanism> provider,
      Instance<IdentityProviderManager> identities,
      Instance<OidcSettings> settings,
      Instance<OidcOperators> operators,
      Instance<OidcSessions> sessions) {
    this.provider = new LazyBean<>(provider);
    this.identities = new LazyBean<>(identities);
    this.settings = new LazyBean<>(settings);
    this.operators = new LazyBean<>(operators);
    this.sessions = new LazyBean<>(sessions);
  }

  void register(@Observes Router router) {
    UnreachedProvider.listen();
    router.route(HttpMethod.GET, PATH).handler(this::signIn);
  }

  private void signIn(RoutingContext context) {
    if (!operators.get().areConfigured()) {
      context.next();
      return;
    }
    if (!places.tryAcquire()) {
      answer(context, SignInFailure.tooMany());
      return;
    }
    Uni.createFrom()
        .deferred(() -> authenticated(context))
        .chain(identity -> goOn(context, identity))
        .eventually(() -> places.release())
        .subscribe()
        .with(done -> {}, failure -> answer(context, SignInFailure.problem(failure)));
  }

  private Uni<SecurityIdentity> authenticated(RoutingContext context) {
    OperatorTenant.ask(context);
    forgetTokens(context);
    return provider.get().authenticate(context, identities.get());
  }

  /** A cookie that is left from elsewhere would be taken for tokens, and refused each time. */
  private static void forgetTokens(RoutingContext context) {
    context.request().cookies().stream()
        .map(Cookie::getName)
        .filter(name -> name.startsWith(COOKIES))
        .toList()
        .forEach(name -> context.response().removeCookies(name, false));
  }

  private Uni<Void> goOn(RoutingContext context, SecurityIdentity identity) {
    if (identity != null && !identity.isAnonymous()) {
      begin(context, identity);
      return Uni.createFrom().voidItem();
    }
    if (comesBack(context)) {
      throw SignInFailure.notBegunHere();
    }
    return provider
        .get()
        .getChallenge(context)
        .invoke(challenge -> lead(context, challenge))
        .replaceWithVoid();
  }

  private static boolean comesBack(RoutingContext context) {
    return context.queryParams().contains("state") || context.queryParams().contains("code");
  }

  private static void lead(RoutingContext context, ChallengeData challenge) {
    if (challenge == null) {
      throw new IllegalStateException("the library knows no way to it");
    }
    challenge
        .getHeaders()
        .forEach((name, value) -> context.response().putHeader(name.toString(), value));
    context.response().setStatusCode(challenge.status).end();
  }

  private void begin(RoutingContext context, SecurityIdentity identity) {
    String session = sessions.get().begin(operator(identity));
    context.response().removeCookies(COOKIE, false);
    context
        .response()
        .setStatusCode(302)
        .putHeader(HttpHeaders.LOCATION, "./")
        .putHeader(HttpHeaders.SET_COOKIE, SessionCookie.with(session))
        .end();
  }

  private Operator operator(SecurityIdentity identity) {
    JsonWebToken token = (JsonWebToken) identity.getPrincipal();
    Object name = token.getClaim(settings.get().nameClaim());
    try {
      return operators
          .get()
          .operator(name instanceof String text ? text : null, identity.getRoles())
          .orElseThrow(() -> refused("has no value that gives a role", settings.get().roleClaim()));
    } catch (IllegalArgumentException e) {
      throw refused("has no name that can be used", e.getMessage());
    }
  }

  private static HttpProblem refused(String why, String claim) {
    return ProblemType.OPERATORS_ONLY.with(
        "You are signed in at the provider, but you are no operator here: the claim %s %s."
            .formatted(claim, why));
  }

  /** A cookie that the library has made is not sent with a refusal. */
  private static void answer(RoutingContext context, HttpProblem problem) {
    context.response().removeCookies(COOKIE, false);
    ProblemWriter.write(context, problem);
  }
}
