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

  private final Spool spool;

  public SpoolHealthCheck(Spool spool) {
    this.spool = spool;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("spool")
        .withData("state", spool.trouble().orElse("there"))
        .withData("uploads", spool.isThere() ? "taken" : "refused")
        .status(spool.isThere())
        .build();
  }
}
