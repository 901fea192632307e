package io.anteroom.async;

import io.quarkus.scheduler.Scheduled.SkipPredicate;
import io.quarkus.scheduler.ScheduledExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Removes what is over. The scheduler runs it, except in on-demand mode: there each {@code POST
 * /engine/tick} does.
 */
public interface Sweep {

  /** Sweeps once. Never twice at once. */
  Uni<Void> sweep();

  /** Whether it must not come before the deliveries that are due. */
  default boolean isAfterDeliveries() {
    return false;
  }

  /** Keeps the scheduler from a sweep in on-demand mode. */
  @Singleton
  class AtTicksOnly implements SkipPredicate {

    private final boolean onDemand;

    AtTicksOnly(
        @ConfigProperty(name = "anteroom.engine.mode", defaultValue = "always") String mode) {
      this.onDemand = mode.equalsIgnoreCase("on-demand");
    }

    @Override
    public boolean test(ScheduledExecution execution) {
      return onDemand;
    }
  }
}
