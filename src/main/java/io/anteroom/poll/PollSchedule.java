package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.poll.completion.Bisection;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.poll.completion.CompletionCurves;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PermitSupply;
import io.anteroom.quota.PlanLimits;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.quota.SlotRule;
import io.anteroom.task.RunningTask;
import io.anteroom.upstream.list.AssetListCall;
import io.quarkus.runtime.configuration.ConfigurationException;
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

  private final ClusterSettings.Poll settings;
  private final CompletionCurves curves;
  private final Map<String, Double> leastPrices = new HashMap<>();

  /**
   * Works out the least price of each account.
   *
   * @throws ConfigurationException in one line that names the key, when a value cannot be used
   */
  public PollSchedule(
      ClusterSettings settings,
      CompletionCurves curves,
      QuotaSettings quota,
      PlanLimits plans,
      AccountDirectory accounts) {
    this.settings = settings.poll();
    this.curves = curves;
    check(!this.settings.first().isNegative(), "first: must not be negative");
    check(this.settings.most().toMillis() > 0, "most: must be longer than 0");
    check(this.settings.targetStaleness().toMillis() > 0, "target-staleness: must be at least 1ms");
    check(this.settings.firstBackoff().toMillis() > 0, "first-backoff: must be longer than 0");
    check(
        this.settings.longestBackoff().compareTo(this.settings.firstBackoff()) >= 0,
        "longest-backoff: must be at least as long as first-backoff");
    check(
        this.settings.pageSize() > 0 && this.settings.pageSize() <= AssetListCall.MAX_PAGE_SIZE,
        "page-size: must be from 1 to " + AssetListCall.MAX_PAGE_SIZE);
    for (Account account : accounts.all()) {
      SlotRule rule = SlotRule.of(plans.limit(account.plan(), EndpointClass.DEFAULT), quota);
      PermitSupply supply =
          new PermitSupply(rule.hold(), rule.slots(), rule.slots(), Optional.empty());
      PollPrice price = PollPrice.of(supply, this.settings.targetStaleness());
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
            settings.most().toNanos() / 1e9);
    return Duration.ofNanos((long) (wait * 1e9));
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new ConfigurationException("anteroom.engine.poll." + sentence);
    }
  }
}
