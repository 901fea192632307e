package io.anteroom.poll;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The running tasks of the accounts that this replica polls. Thread-safe. */
@Singleton
class PollMemory {

  private final PollSchedule schedule;
  private final Map<String, RunningTasks> byAccount = new ConcurrentHashMap<>();

  PollMemory(PollSchedule schedule) {
    this.schedule = schedule;
  }

  /** Those of an account; none of them where this replica does not poll it. */
  RunningTasks of(String account) {
    return byAccount.computeIfAbsent(account, a -> new RunningTasks(schedule, RunningTasks.MAX));
  }
}
