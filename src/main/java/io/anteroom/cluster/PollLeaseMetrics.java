package io.anteroom.cluster;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/** Counts how often this replica began to poll an account, for Prometheus. Stateless. */
@Singleton
class PollLeaseMetrics {

  void register(
      @Observes StartupEvent event,
      AccountDirectory accounts,
      PollLeases leases,
      MeterRegistry registry) {
    for (Account account : accounts.all()) {
      FunctionCounter.builder(
              "anteroom.poll.leases.taken",
              leases.timesTaken(account.name()),
              AtomicLong::doubleValue)
          .tag("account", account.name())
          .register(registry);
    }
  }
}
