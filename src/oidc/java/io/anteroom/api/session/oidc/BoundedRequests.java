package io.anteroom.api.session.oidc;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * Ends each request to a provider that takes connections and says nothing. The library's own
 * setting is only for the connection. Stateless.
 */
@Singleton
@Unremovable // the library looks it up
class BoundedRequests implements OidcRequestFilter {

  @Override
  public Uni<Void> filter(OidcRequestFilterContext requestContext) {
    requestContext.request().timeout(OperatorTenant.PATIENCE.toMillis());
    return Uni.createFrom().voidItem();
  }
}
