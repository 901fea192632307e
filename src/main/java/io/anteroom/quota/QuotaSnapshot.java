package io.anteroom.quota;

import io.anteroom.async.CallerContext;
import io.anteroom.quota.QuotaReport.ClassReport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the classes of an account stood a moment ago, for headers that go with every answer: one
 * statement serves all answers of {@link QuotaSettings#snapshot()}, however many there are. It
 * never fails: where the store does not answer at once there is the snapshot before, or none.
 * Thread-safe.
 */
@Singleton
public class QuotaSnapshot {

  /** Longer than a read takes, and no longer than an answer may be held up by it. */
  private static final Duration LONGEST_READ = Duration.ofMillis(200);

  /** For an answer that must not wait, what was known so long ago is better than nothing. */
  private static final long LATELY_NANOS = Duration.ofSeconds(5).toNanos();

  private record Read(Uni<List<ClassReport>> reports, long at) {}

  private record Known(List<ClassReport> reports, long at) {}

  private final Map<String, Read> reads = new ConcurrentHashMap<>();
  private final Map<String, Known> last = new ConcurrentHashMap<>();
  private final QuotaReport report;
  private final long nanos;

  /** Only stores its parts. */
  public QuotaSnapshot(QuotaReport report, QuotaSettings settings) {
    this.report = report;
    this.nanos = settings.snapshotAge().toNanos();
  }

  /** Begins to read where what is there is too old; returns at once. */
  public void prepare(String account) {
    read(account).subscribe().with(read -> {});
  }

  /** How these classes stand; none where it cannot be known now. */
  public Uni<List<ClassReport>> of(String account, Set<EndpointClass> classes) {
    return read(account).map(all -> of(all, classes)).emitOn(CallerContext.executor());
  }

  /** How they stood in the last seconds, without a wait; where that is not known, as they stand. */
  public Uni<List<ClassReport>> lately(String account, Set<EndpointClass> classes) {
    Known known = last.get(account);
    return known != null && System.nanoTime() - known.at() < LATELY_NANOS
        ? Uni.createFrom().item(of(known.reports(), classes))
        : of(account, classes);
  }

  private static List<ClassReport> of(List<ClassReport> all, Set<EndpointClass> classes) {
    return all.stream().filter(c -> classes.contains(c.endpointClass())).toList();
  }

  /** The map is locked only where there is something to read. */
  private Uni<List<ClassReport>> read(String account) {
    long now = System.nanoTime();
    Read read = reads.get(account);
    return isFresh(read, now)
        ? read.reports()
        : reads.compute(account, (a, r) -> isFresh(r, now) ? r : ask(a, now)).reports();
  }

  private boolean isFresh(Read read, long now) {
    return read != null && now - read.at() < nanos;
  }

  private Read ask(String account, long now) {
    Uni<List<ClassReport>> reports =
        Uni.createFrom()
            .deferred(() -> report.of(account, List.of()))
            .invoke(all -> last.put(account, new Known(all, System.nanoTime())))
            .ifNoItem()
            .after(LONGEST_READ)
            .recoverWithItem(() -> before(account))
            .onFailure()
            .recoverWithItem(() -> before(account))
            .memoize()
            .indefinitely();
    return new Read(reports, now);
  }

  private List<ClassReport> before(String account) {
    Known known = last.get(account);
    return known == null ? List.of() : known.reports();
  }
}
