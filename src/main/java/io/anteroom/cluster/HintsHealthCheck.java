package io.anteroom.cluster;

import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether hints of other replicas arrive. It only tells: without them everything is slower. */
@Wellness
@Singleton
public class HintsHealthCheck implements HealthCheck {

  private final RedisHints redisHints;

  public HintsHealthCheck(RedisHints redisHints) {
    this.redisHints = redisHints;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("hints between replicas")
        .withData("state", redisHints.isConnected() ? "connected" : "not connected")
        .up()
        .build();
  }
}
