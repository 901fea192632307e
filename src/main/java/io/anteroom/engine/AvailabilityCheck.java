package io.anteroom.engine;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness: only what takes requests is to get any. */
@Readiness
@Singleton
public class AvailabilityCheck implements HealthCheck {

  private final Availability availability;

  /** Only stores its part. */
  public AvailabilityCheck(Availability availability) {
    this.availability = availability;
  }

  @Override
  public HealthCheckResponse call() {
    Availability.State state = availability.state();
    return HealthCheckResponse.named("takes requests")
        .withData("state", state.name())
        .status(state == Availability.State.AVAILABLE)
        .build();
  }
}
