package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.Running;
import io.anteroom.upstream.PaidCalls;
import io.anteroom.upstream.UpstreamCall;
import io.anteroom.upstream.UpstreamTask;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Removes second assets of one task. There are none unless a submit became visible later than the
 * grace, which is the one assumption of "no double submit". Thread-safe.
 */
@Singleton
public class Doubles {

  private static final Logger LOG = Logger.getLogger(Doubles.class);
  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);
  private static final Duration AGAIN = Duration.ofMinutes(5);
  private static final int MOST_REMEMBERED = 1000;

  private final PaidCalls calls;
  private final EngineMetrics metrics;
  private final Map<String, Long> tried = new ConcurrentHashMap<>();

  /** Only stores its parts. */
  public Doubles(PaidCalls calls, EngineMetrics metrics) {
    this.calls = calls;
    this.metrics = metrics;
  }

  /** Removes them in the background; one that stays is tried again at a later look. */
  void remove(Account account, Running task, List<UpstreamTask> doubles) {
    doubles.stream()
        .filter(seen -> isDue(seen.assetId()))
        .forEach(
            seen -> {
              LOG.warnf(
                  "task %s has a second asset upstream (%s, %s): it is deleted",
                  task.id(), seen.assetId(), seen.marker());
              delete(account, seen.assetId());
            });
  }

  /** A list may show for a while what was deleted, and one refusal is enough for a while. */
  private boolean isDue(String asset) {
    long now = System.nanoTime();
    tried.values().removeIf(at -> now - at > AGAIN.toNanos());
    return tried.size() < MOST_REMEMBERED && tried.putIfAbsent(asset, now) == null;
  }

  private void delete(Account account, String asset) {
    UpstreamCall call = UpstreamCall.Plain.removal(api -> api.deleteAsset(asset));
    calls
        .call(account, EndpointClass.DEFAULT, PERMIT_WAIT, call)
        .chain(answer -> answer.isSuccess() ? Uni.createFrom().voidItem() : kept(asset))
        .subscribe()
        .with(
            deleted -> metrics.doubleRemoved(account),
            failure -> LOG.warnf("the second asset %s stays: %s", asset, failure.getMessage()));
  }

  private static Uni<Void> kept(String asset) {
    return Uni.createFrom().failure(new IllegalStateException("the upstream keeps " + asset));
  }
}
