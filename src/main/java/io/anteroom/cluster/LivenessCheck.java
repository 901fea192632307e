package io.anteroom.cluster;

import io.anteroom.cluster.database.DatabaseContact;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Liveness: a replica that has heard nothing of the database for twelve leases, neither an answer
 * nor a refusal, is started anew. Long enough for whatever mends itself, which takes half a minute.
 */
@Liveness
@Singleton
public class LivenessCheck implements HealthCheck {

  private static final int LEASES = 12;

  private final DatabaseContact contact;
  private final Duration max;

  public LivenessCheck(DatabaseContact contact, ClusterSettings settings) {
    this.contact = contact;
    this.max = settings.lease().multipliedBy(LEASES);
  }

  @Override
  public HealthCheckResponse call() {
    Duration silence = contact.silence();
    return HealthCheckResponse.named("hears of the database")
        .withData("silent_ms", silence.toMillis())
        .status(silence.compareTo(max) < 0)
        .build();
  }
}
