package io.anteroom.upload;

import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether the spool is there. Wellness, not readiness: what is no upload is served without it, and
 * it is away for all replicas at once.
 */
@Wellness
@Singleton
public class SpoolHealthCheck implements HealthCheck {

  private final SpoolAvailability presence;

  public SpoolHealthCheck(SpoolAvailability presence) {
    this.presence = presence;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("spool")
        .withData("state", presence.trouble().orElse("there"))
        .withData("uploads", presence.isThere() ? "taken" : "refused")
        .status(presence.isThere())
        .build();
  }
}
