package io.anteroom.api.quota;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.CallerContext;
import io.anteroom.async.ShortLivedCache;
import io.anteroom.async.Ticker;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.OperatorPauses;
import io.anteroom.quota.PlanLimits;
import io.anteroom.quota.QuotaReport;
import io.anteroom.quota.QuotaReport.Queue;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.TaskBacklog;
import io.anteroom.task.TaskKind;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How accounts stand, not older than {@link QuotaSettings#snapshotAge()}: those who ask within that
 * time share the statements. Thread-safe.
 */
@Singleton
class QuotaViews {

  private static final int MAX_ACCOUNTS = 10_000;

  private final AccountDirectory accounts;
  private final TaskBacklog taskBacklog;
  private final QuotaReport report;
  private final PlanLimits plans;
  private final QuotaSettings settings;
  private final OperatorPauses pauses;
  private final ShortLivedCache<QuotaView> views;

  QuotaViews(
      AccountDirectory accounts,
      TaskBacklog taskBacklog,
      QuotaReport report,
      PlanLimits plans,
      QuotaSettings settings,
      OperatorPauses pauses,
      Ticker ticker) {
    this.accounts = accounts;
    this.taskBacklog = taskBacklog;
    this.report = report;
    this.plans = plans;
    this.settings = settings;
    this.pauses = pauses;
    this.views = new ShortLivedCache<>(this::read, settings.snapshotAge(), MAX_ACCOUNTS, ticker);
  }

  /** How an account stands: its tasks in doubt, and each endpoint class. */
  Uni<QuotaView> of(Account account) {
    return views.of(account.name()).emitOn(CallerContext.executor());
  }

  private Uni<QuotaView> read(String account) {
    return Uni.combine()
        .all()
        .unis(taskBacklog.of(account), pauses.since(account))
        .asTuple()
        .chain(found -> view(account, found.getItem1(), found.getItem2()));
  }

  private Uni<QuotaView> view(
      String account, TaskBacklog.Counts counts, Optional<Instant> pausedSince) {
    return report
        .of(account, queues(counts))
        .map(
            reports ->
                QuotaView.of(
                    accounts.named(account).orElseThrow(),
                    pausedSince,
                    plans,
                    settings.window(),
                    counts,
                    reports));
  }

  private static List<Queue> queues(TaskBacklog.Counts counts) {
    return Arrays.stream(TaskKind.values())
        .map(kind -> new Queue(EndpointClass.valueOf("INDEX_" + kind), counts.queued(kind)))
        .toList();
  }
}
