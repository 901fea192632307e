package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.poll.completion.Bisection;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.poll.completion.CompletionCurves;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PermitSupply;
import io.anteroom.quota.PlanLimits;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.quota.SlotRule;
import io.anteroom.task.RunningTask;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When a running task is due again: as soon as a look at it could be worth the least price. What is
 * not due makes no work; what is due waits for its turn. Thread-safe.
 */
@Singleton
public class PollSchedule {

  private final PollSettings settings;
  private final CompletionCurves curves;
  private final Map<String, Double> leastPrices = new HashMap<>();

  /** Works out the least price of each account. */
  public PollSchedule(
      PollSettings settings,
      CompletionCurves curves,
      QuotaSettings quota,
      PlanLimits plans,
      AccountDirectory accounts) {
    this.settings = settings;
    this.curves = curves;
    for (Account account : accounts.all()) {
      SlotRule rule = SlotRule.of(plans.limit(account.plan(), EndpointClass.DEFAULT), quota);
      PermitSupply supply =
          new PermitSupply(rule.hold(), rule.slots(), rule.slots(), Optional.empty());
      PollPrice price = PollPrice.of(supply, settings.targetStaleness());
      leastPrices.put(account.name(), price.least());
    }
  }

  /** The time from a look that showed the task unfinished to the next that could be worth it. */
  Duration next(RunningTask task) {
    CompletionCurve curve = curves.of(task);
    double now = task.age().toNanos() / 1e9;
    double wait =
        Bisection.of(
            more -> curve.staleness(now, now + more),
            leastPrices.get(task.account()),
            0,
            settings.maxInterval().toNanos() / 1e9);
    return Duration.ofNanos((long) (wait * 1e9));
  }
}
