package io.anteroom.api.session.oidc;

import io.anteroom.account.OidcSessions;
import io.anteroom.account.OidcSettings;
import io.anteroom.api.session.OperatorPage;
import io.anteroom.async.LazyBean;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcTenantConfig.Roles.Source;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The provider, as the library wants it: the authorization code flow with PKCE (RFC 7636), a state
 * and a nonce. Thread-safe.
 */
@Singleton
class OperatorTenant implements TenantConfigResolver {

  static final String ID = "operator";

  /** How long a request waits for a provider that does not answer. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How long somebody may take to sign in at the provider. */
  private static final Duration SIGN_IN = Duration.ofMinutes(10);

  private static final String ASKED = OperatorTenant.class.getName();

  private final LazyBean<OidcSettings> settings;
  private final LazyBean<OidcSessions> sessions;
  private final AtomicReference<OidcTenantConfig> config = new AtomicReference<>();

  /** It is made before there is a configuration. */
  OperatorTenant(Instance<OidcSettings> settings, Instance<OidcSessions> sessions) {
    this.settings = new LazyBean<>(settings);
    this.sessions = new LazyBean<>(sessions);
  }

  /** This request may ask the provider; for all others there is none. */
  static void ask(RoutingContext context) {
    context.put(ASKED, true);
  }

  @Override
  public Uni<OidcTenantConfig> resolve(
      RoutingContext context, OidcRequestContext<OidcTenantConfig> requestContext) {
    Object asked = context.get(ASKED);
    return Uni.createFrom().item(asked != null ? config().orElse(null) : null);
  }

  /** Always the same one; empty where no issuer is configured. */
  Optional<OidcTenantConfig> config() {
    if (config.get() == null && settings.get().issuer().isPresent()) {
      config.compareAndSet(null, made(settings.get()));
    }
    return Optional.ofNullable(config.get());
  }

  private OidcTenantConfig made(OidcSettings of) {
    String issuer = of.issuer().orElseThrow();
    return OidcTenantConfig.authServerUrl(issuer)
        .tenantId(ID)
        .clientId(of.clientId().orElseThrow())
        .credentials(of.clientSecret().orElseThrow())
        .applicationType(ApplicationType.WEB_APP)
        .connectionTimeout(PATIENCE)
        .authentication()
        .redirectPath(of.pageUrl().orElseThrow() + OperatorPage.SIGN_IN)
        .restorePathAfterRedirect(false)
        .removeRedirectParameters(false)
        .scopes(of.scopes())
        .pkceRequired()
        .nonceRequired()
        .stateSecret(sessions.get().stateSecret())
        .stateCookieAge(SIGN_IN)
        .cookieForceSecure()
        .end()
        .token()
        .issuer(issuer)
        .end()
        .roles()
        .roleClaimPath(of.roleClaim())
        .source(Source.idtoken)
        .end()
        .build();
  }
}
