package io.anteroom.quota;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;

/** Writes the rows of the ledger that the configuration asks for. Thread-safe. */
@Singleton
public class QuotaLedgerRows {

  /** A limit that changed is believed anew; what 429s taught about the same limit stays. */
  private static final String CLASS =
      """
      insert into quota_class as c (account, class, slots, hold, regained_per_second)
      values ($1, $2, $3, $4::bigint * interval '1 us', $5)
      on conflict (account, class) do update set
        slots = excluded.slots, hold = excluded.hold, regained_per_second = excluded.regained_per_second,
        last_429_at = case when c.slots = excluded.slots then c.last_429_at end
      """;

  private static final String SLOTS =
      """
      insert into quota_slot (account, class, n)
      select $1, $2, n from generate_series(0, $3 - 1) as n
      on conflict do nothing
      """;

  private final Pool pool;
  private final AccountDirectory accounts;
  private final PlanLimits plans;
  private final QuotaSettings settings;

  public QuotaLedgerRows(
      Pool pool, AccountDirectory accounts, PlanLimits plans, QuotaSettings settings) {
    this.pool = pool;
    this.accounts = accounts;
    this.plans = plans;
    this.settings = settings;
  }

  /** Writes them; many replicas may do so at once. */
  public Uni<Void> write() {
    return Multi.createFrom()
        .iterable(accounts.all())
        .onItem()
        .transformToMultiAndConcatenate(
            account ->
                Multi.createFrom()
                    .iterable(Arrays.asList(EndpointClass.values()))
                    .onItem()
                    .transformToUniAndConcatenate(c -> write(account, c)))
        .onItem()
        .ignoreAsUni();
  }

  private Uni<Void> write(Account account, EndpointClass endpointClass) {
    ClassSlots rule = ClassSlots.of(plans.limit(account.plan(), endpointClass), settings);
    long holdMicros = rule.hold().toNanos() / 1000;
    double regain = rule.slots() * settings.increaseRate() / seconds(settings.window());
    String name = account.name();
    String label = endpointClass.label();
    return pool.withTransaction(
        c ->
            c.preparedQuery(CLASS)
                .execute(Tuple.of(name, label, rule.slots(), holdMicros, regain))
                .chain(() -> c.preparedQuery(SLOTS).execute(Tuple.of(name, label, rule.slots())))
                .replaceWithVoid());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
