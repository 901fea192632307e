package io.anteroom.quota;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.sql.Rows;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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

  /** A class with its last slot has them all: they are written in one statement. */
  private static final String WRITTEN =
      """
      select account, class, slots, (extract(epoch from hold) * 1000000)::bigint as hold,
        regained_per_second as regain
      from quota_class as c
      where exists (
        select from quota_slot as s
        where s.account = c.account and s.class = c.class and s.n = c.slots - 1)
      """;

  /** A row of the ledger; {@code hold} in microseconds, {@code regain} in slots per second. */
  private record ClassRow(
      String account, String endpointClass, int slots, long hold, double regain) {}

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

  /**
   * Writes those that are not there as they should be, which is none at most starts; many replicas
   * may do so at once.
   */
  public Uni<Void> write() {
    return written()
        .onItem()
        .transformToMulti(
            written ->
                Multi.createFrom().iterable(rows()).select().where(r -> !written.contains(r)))
        .onItem()
        .transformToUniAndConcatenate(this::write)
        .onItem()
        .ignoreAsUni();
  }

  private Uni<Set<ClassRow>> written() {
    return pool.query(WRITTEN)
        .execute()
        .map(rows -> Set.copyOf(Rows.list(rows, QuotaLedgerRows::read)));
  }

  private static ClassRow read(Row row) {
    return new ClassRow(
        row.getString("account"),
        row.getString("class"),
        row.getInteger("slots"),
        row.getLong("hold"),
        row.getDouble("regain"));
  }

  private List<ClassRow> rows() {
    List<ClassRow> rows = new ArrayList<>();
    for (Account account : accounts.all()) {
      for (EndpointClass endpointClass : EndpointClass.values()) {
        rows.add(row(account, endpointClass));
      }
    }
    return rows;
  }

  private ClassRow row(Account account, EndpointClass endpointClass) {
    ClassSlots rule = ClassSlots.of(plans.limit(account.plan(), endpointClass), settings);
    return new ClassRow(
        account.name(),
        endpointClass.label(),
        rule.slots(),
        rule.hold().toNanos() / 1000,
        rule.slots() * settings.increaseRate() / seconds(settings.window()));
  }

  private Uni<Void> write(ClassRow r) {
    Tuple row = Tuple.of(r.account(), r.endpointClass(), r.slots(), r.hold(), r.regain());
    return pool.withTransaction(
        c ->
            c.preparedQuery(CLASS)
                .execute(row)
                .chain(
                    () ->
                        c.preparedQuery(SLOTS)
                            .execute(Tuple.of(r.account(), r.endpointClass(), r.slots())))
                .replaceWithVoid());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
