package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Ledger;
import io.anteroom.quota.PermitDesk;
import io.anteroom.quota.PlanTable;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.Looks;
import io.anteroom.upstream.UpstreamSettings;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Looks at running tasks: a lane for each account. Thread-safe. */
@Singleton
public class Poller {

  final Pool pool;
  final Ledger ledger;
  final Looks looks;
  final CompletionCurves curves;
  final LookChooser chooser;
  final LookAtOne one;
  final LookAtMany many;
  final AccountGate gate;
  final PermitDesk desk;
  final ListAvailability lists;
  final EngineSettings settings;

  private final UpstreamSettings upstreamSettings;
  private final Map<String, PollLane> lanes = new HashMap<>();

  /** Builds the lanes; nothing is looked at before the first wake. */
  public Poller(
      Pool pool,
      Ledger ledger,
      Looks looks,
      CompletionCurves curves,
      LookAtOne one,
      LookAtMany many,
      AccountGate gate,
      PermitDesk desk,
      ListAvailability lists,
      Shares shares,
      EngineSettings settings,
      UpstreamSettings upstreamSettings,
      QuotaSettings quota,
      PlanTable plans,
      AccountDirectory accounts,
      Vertx vertx) {
    this.pool = pool;
    this.ledger = ledger;
    this.looks = looks;
    this.curves = curves;
    this.chooser = new LookChooser(settings.poll(), curves::of);
    this.one = one;
    this.many = many;
    this.gate = gate;
    this.desk = desk;
    this.lists = lists;
    this.settings = settings;
    this.upstreamSettings = upstreamSettings;
    for (Account account : accounts.all()) {
      OptionalInt limit = plans.limit(account.plan(), EndpointClass.DEFAULT);
      LookTurns turns = LookTurns.of(shares.of(account.name()));
      lanes.put(
          account.name(), new PollLane(account, this, Reserve.of(limit, quota), turns, vertx));
    }
  }

  /** A task of this account runs, or is due for a look. */
  public void wake(String account) {
    PollLane lane = lanes.get(account);
    if (lane != null && settings.enabled()) {
      lane.wake();
    }
  }

  /** Looks at no further task. */
  void stop() {
    lanes.values().forEach(PollLane::stop);
  }

  boolean isListed(Account account) {
    return settings.poll().byList() && lists.isWorthAsking(account);
  }

  Duration callTimeout() {
    return Duration.ofMillis(upstreamSettings.callTimeoutMs());
  }
}
