package io.anteroom.cluster;

import io.anteroom.cluster.database.DatabaseContact;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness: only what takes requests is to get any, and not what hears nothing of the database,
 * where others may hear it. A database that refuses is away for all: its replicas stay, to say so
 * with 503.
 */
@Readiness
@Singleton
public class ReadinessCheck implements HealthCheck {

  private static final int LEASES = 2;

  private final ReplicaState replicaState;
  private final DatabaseContact contact;
  private final Duration max;

  public ReadinessCheck(
      ReplicaState replicaState, DatabaseContact contact, ClusterSettings settings) {
    this.replicaState = replicaState;
    this.contact = contact;
    this.max = settings.lease().multipliedBy(LEASES);
  }

  @Override
  public HealthCheckResponse call() {
    ReplicaState.State state = replicaState.state();
    Duration silence = contact.silence();
    return HealthCheckResponse.named("takes requests")
        .withData("state", state.name())
        .withData("database_silent_ms", silence.toMillis())
        .status(state == ReplicaState.State.AVAILABLE && silence.compareTo(max) < 0)
        .build();
  }
}
