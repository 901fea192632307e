package io.anteroom.submit;

import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.DueWork.BreakerTrial;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.quota.EndpointClass;
import io.anteroom.upstream.AccountCircuitBreakers;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tries the circuit breakers of this replica that operators want tried, each request once. Comes
 * before other work, so that what this tick wakes is the trial. Thread-safe.
 */
@Singleton
@Priority(BackgroundWork.BEFORE_OTHERS)
public class BreakerTrials implements BackgroundWork {

  private final AccountCircuitBreakers breakers;
  private final Submitter submitter;

  /** The last request of each account and class; there are no others. */
  private final Map<String, Long> seen = new ConcurrentHashMap<>();

  BreakerTrials(AccountCircuitBreakers breakers, Submitter submitter) {
    this.breakers = breakers;
    this.submitter = submitter;
  }

  @Override
  public Uni<Void> tick(ToDo todo) {
    todo.trials().stream().filter(this::isNew).forEach(this::begin);
    return Uni.createFrom().voidItem();
  }

  private boolean isNew(BreakerTrial trial) {
    Long before = seen.put(trial.account() + " " + trial.endpointClass(), trial.askedAt());
    return before == null || before < trial.askedAt();
  }

  /** Another version may know more classes. */
  private void begin(BreakerTrial trial) {
    EndpointClass.find(trial.endpointClass())
        .ifPresent(
            endpointClass -> {
              breakers.tryNow(trial.account(), endpointClass);
              submitter.tryNow(trial.account(), endpointClass);
            });
  }
}
