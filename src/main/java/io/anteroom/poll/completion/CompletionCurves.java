package io.anteroom.poll.completion;

import io.anteroom.async.FailureLog;
import io.anteroom.async.Ticker;
import io.anteroom.poll.completion.CompletionTimeStore.Histogram;
import io.anteroom.poll.completion.CompletionTimeStore.Key;
import io.anteroom.task.Phase;
import io.anteroom.task.RemainingTime;
import io.anteroom.task.RunningTask;
import io.anteroom.task.Task;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The completion times that are known, of every account and workload: what this replica saw at
 * once, what the others saw within seconds. Thread-safe.
 */
@Singleton
public class CompletionCurves implements RemainingTime {

  private static final Logger LOG = Logger.getLogger(CompletionCurves.class);
  private static final CompletionCurve UNKNOWN = CompletionCurve.unknown();
  private static final Duration REREAD = Duration.ofSeconds(3);

  /** What a task takes upstream where none of its workload was seen to end. */
  private static final Duration DEFAULT_REMAINING = Duration.ofSeconds(2);

  /** The curve is made when it is asked for: of many ends that one poll shows it is not. */
  private static final class Known {
    private final double[] weights;
    private volatile CompletionCurve curve;

    private Known(double[] weights) {
      this.weights = weights;
    }

    private double[] weights() {
      return weights;
    }

    private CompletionCurve curve() {
      CompletionCurve made = curve;
      if (made == null) {
        made = new CompletionCurve(weights);
        curve = made;
      }
      return made;
    }
  }

  private final CompletionTimeStore store;
  private final Map<Key, Known> known = new ConcurrentHashMap<>();
  private final Ticker ticker;
  private final AtomicLong readAt;

  public CompletionCurves(CompletionTimeStore store, Ticker ticker) {
    this.store = store;
    this.ticker = ticker;
    this.readAt = new AtomicLong(ticker.nanos() - REREAD.toNanos());
  }

  /** The curve of a task's workload; that of the prior where nothing is known. */
  public CompletionCurve of(RunningTask task) {
    Known found = known.get(new Key(task.account(), task.workload()));
    return found == null ? UNKNOWN : found.curve();
  }

  @Override
  public Uni<Duration> remaining(Task task) {
    return Uni.createFrom().item(expected(task));
  }

  /** The median of the time that tasks of this workload still take upstream at this one's age. */
  public Duration expected(Task task) {
    Known found = known.get(new Key(task.account, task.workload));
    return found == null ? DEFAULT_REMAINING : median(found.curve(), task);
  }

  private static Duration median(CompletionCurve curve, Task task) {
    return Duration.ofNanos((long) (curve.remaining(age(task).toNanos() / 1e9) * 1e9));
  }

  /** Since its submit, by this process's clock, which is good enough for an estimate. */
  private static Duration age(Task task) {
    if (task.phase != Phase.RUNNING || task.submittedAt == null) {
      return Duration.ZERO;
    }
    Duration age = Duration.between(task.submittedAt, Instant.now());
    return age.isNegative() ? Duration.ZERO : age;
  }

  private static void tell(Throwable failure) {
    if (!FailureLog.log(LOG, "reading the completion times", failure)) {
      LOG.debugf("completion times not read: %s", failure.getMessage());
    }
  }

  /** Reads what other replicas saw, where the last time is some seconds ago. Never fails. */
  public Uni<Void> refresh() {
    long last = readAt.get();
    long now = ticker.nanos();
    if (now - last < REREAD.toNanos() || !readAt.compareAndSet(last, now)) {
      return Uni.createFrom().voidItem();
    }
    return store
        .all()
        .invoke(all -> all.forEach(this::replace))
        .replaceWithVoid()
        .onFailure()
        .invoke(CompletionCurves::tell)
        .onFailure()
        .recoverWithNull();
  }

  /**
   * A task was seen to have ended at an age, and not to have at the last poll before. Returns at
   * once; an observation that cannot be stored is lost.
   */
  public void ended(RunningTask task, Duration age) {
    Key key = new Key(task.account(), task.workload());
    double[] weights = of(task).spread(task.polledAt().toNanos() / 1e9, age.toNanos() / 1e9);
    known.merge(key, new Known(weights), (old, one) -> sum(old, weights));
    store
        .add(new Histogram(key, weights))
        .subscribe()
        .with(
            stored -> {},
            failure -> LOG.debugf("completion time not stored: %s", failure.getMessage()));
  }

  private void replace(Histogram stored) {
    if (stored.weights().length == CompletionCurve.BUCKETS) {
      known.put(stored.key(), new Known(stored.weights()));
    }
  }

  private static Known sum(Known old, double[] one) {
    double[] weights = new double[CompletionCurve.BUCKETS];
    Arrays.setAll(weights, i -> old.weights()[i] * CompletionTimeStore.DECAY + one[i]);
    return new Known(weights);
  }
}
