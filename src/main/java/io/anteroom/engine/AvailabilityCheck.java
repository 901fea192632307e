package io.anteroom.engine;

import io.anteroom.upload.SpoolPresence;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness: only what takes requests is to get any. */
@Readiness
@Singleton
public class AvailabilityCheck implements HealthCheck {

  private final Availability availability;
  private final SpoolPresence spool;

  /** Only stores its parts. */
  public AvailabilityCheck(Availability availability, SpoolPresence spool) {
    this.availability = availability;
    this.spool = spool;
  }

  @Override
  public HealthCheckResponse call() {
    Availability.State state = availability.state();
    return HealthCheckResponse.named("takes requests")
        .withData("state", state.name())
        .withData("uploads", spool.isThere() ? "taken" : "refused: the spool is away")
        .status(state == Availability.State.AVAILABLE)
        .build();
  }
}
