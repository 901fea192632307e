package io.anteroom.quota;

import io.anteroom.async.CallerContext;
import io.anteroom.async.ShortLivedCache;
import io.anteroom.async.Ticker;
import io.anteroom.quota.QuotaReport.ClassReport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the classes of an account stood a moment ago, for headers that go with every response: one
 * statement serves all responses within {@link QuotaSettings#snapshot()}. It never fails: where the
 * database does not respond at once there is the snapshot before, or none. Thread-safe.
 */
@Singleton
public class QuotaSnapshot {

  /** Longer than a read takes, and no longer than a response may be delayed by it. */
  private static final Duration MAX_READ = Duration.ofMillis(200);

  /** For a response that must not wait, what was known so long ago is better than nothing. */
  private static final long RECENT_NANOS = Duration.ofSeconds(5).toNanos();

  private static final int MAX_ACCOUNTS = 10_000;

  private record Known(List<ClassReport> reports, long at) {}

  private final Map<String, Known> last = new ConcurrentHashMap<>();
  private final Set<String> wanted = ConcurrentHashMap.newKeySet();
  private final QuotaReport report;
  private final Ticker ticker;
  private final ShortLivedCache<List<ClassReport>> snapshots;

  public QuotaSnapshot(QuotaReport report, QuotaSettings settings, Ticker ticker) {
    this.report = report;
    this.ticker = ticker;
    this.snapshots =
        new ShortLivedCache<>(this::read, settings.snapshotAge(), MAX_ACCOUNTS, ticker::nanos);
  }

  /**
   * Says that {@link #recent} will be asked for: begins to read where what is known is too old for
   * it, and else leaves that to {@link #refresh()}. Returns at once.
   */
  public void prepare(String account) {
    wanted.add(account);
    if (!isRecent(last.get(account))) {
      begin(account);
    }
  }

  /** Reads again what was wanted since the last time; returns at once. */
  public void refresh() {
    for (String account : wanted) {
      wanted.remove(account);
      begin(account);
    }
  }

  private void begin(String account) {
    snapshots.of(account).subscribe().with(read -> {});
  }

  /** How these classes stand; none where it cannot be known now. */
  public Uni<List<ClassReport>> of(String account, Set<EndpointClass> classes) {
    return snapshots.of(account).map(all -> of(all, classes)).emitOn(CallerContext.executor());
  }

  /** How they stood in the last seconds, without a wait; where that is not known, as they stand. */
  public Uni<List<ClassReport>> recent(String account, Set<EndpointClass> classes) {
    Known known = last.get(account);
    return isRecent(known)
        ? Uni.createFrom().item(of(known.reports(), classes))
        : of(account, classes);
  }

  private boolean isRecent(Known known) {
    return known != null && ticker.nanos() - known.at() < RECENT_NANOS;
  }

  private static List<ClassReport> of(List<ClassReport> all, Set<EndpointClass> classes) {
    return all.stream().filter(c -> classes.contains(c.endpointClass())).toList();
  }

  private Uni<List<ClassReport>> read(String account) {
    return report
        .of(account, List.of())
        .invoke(all -> last.put(account, new Known(all, ticker.nanos())))
        .ifNoItem()
        .after(MAX_READ)
        .recoverWithItem(() -> before(account))
        .onFailure()
        .recoverWithItem(() -> before(account));
  }

  private List<ClassReport> before(String account) {
    Known known = last.get(account);
    return known == null ? List.of() : known.reports();
  }
}
