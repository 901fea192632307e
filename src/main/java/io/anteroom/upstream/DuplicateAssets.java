package io.anteroom.upstream;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.Ticker;
import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.LogSubject;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.quota.EndpointClass;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.json.UpstreamTask;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Removes duplicate assets of one task. There are none unless a submit became visible later than
 * the grace, which is the one assumption of "no double submit". Thread-safe.
 */
@Singleton
public class DuplicateAssets {

  private static final SubjectLog LOG = SubjectLog.of(DuplicateAssets.class);
  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);
  private static final Duration AGAIN = Duration.ofMinutes(5);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);
  private static final int RETRIES = 10;
  private static final int MAX_REMEMBERED = 1000;

  private final RetryingCalls calls;
  private final DuplicateAssetLog log;
  private final MeterRegistry metrics;
  private final Ticker ticker;
  private final Map<String, Long> tried = new ConcurrentHashMap<>();

  DuplicateAssets(
      RetryingCalls calls, DuplicateAssetLog log, MeterRegistry metrics, Ticker ticker) {
    this.calls = calls;
    this.log = log;
    this.metrics = metrics;
    this.ticker = ticker;
  }

  /** So that each account shows as 0 until there is one. */
  void register(@Observes StartupEvent event, AccountDirectory accounts) {
    accounts.all().forEach(this::counter);
  }

  private Counter counter(Account account) {
    return metrics.counter("anteroom.assets.duplicates.removed", "account", account.name());
  }

  /** Removes them in the background; one that stays is tried again at a later check. */
  public void remove(Account account, UUID task, List<UpstreamTask> doubles) {
    doubles.stream()
        .filter(seen -> isDue(seen.assetId()))
        .forEach(
            seen -> {
              LOG.warnf(
                  LogFields.ofTask(task),
                  "task %s has a duplicate asset upstream (%s, %s): it is deleted",
                  task,
                  seen.assetId(),
                  seen.marker());
              log.found(task, seen.assetId());
              delete(account, task, seen.assetId())
                  .subscribe()
                  .with(
                      removed -> count(account, removed),
                      failure ->
                          LOG.warnf(
                              LogFields.ofTask(task),
                              "the duplicate asset %s stays: %s",
                              seen.assetId(),
                              failure.getMessage()));
            });
  }

  /**
   * Removes in the background what a submit made whose task follows another one, by its upstream
   * task, since no list may show it.
   */
  public void removeTask(Account account, String marker, String upstreamTask) {
    LOG.warnf(
        of(account, marker),
        "%s made a duplicate asset (task %s upstream): it is deleted",
        marker,
        upstreamTask);
    UpstreamCall check = new UpstreamCall.Plain(api -> api.task(upstreamTask));
    calls
        .call(account, EndpointClass.DEFAULT, PERMIT_WAIT, check)
        .chain(answer -> delete(account, marker, answer))
        .onFailure()
        .retry()
        .withBackOff(FIRST_RETRY, LAST_RETRY)
        .atMost(RETRIES)
        .subscribe()
        .with(
            removed -> count(account, removed),
            failure ->
                LOG.warnf(
                    of(account, marker), "what %s made stays: %s", marker, failure.getMessage()));
  }

  /** Nothing is there where neither is known. */
  private Uni<Boolean> delete(Account account, String marker, UpstreamResponse answer) {
    if (isGone(answer)) {
      return Uni.createFrom().item(false);
    }
    String asset = answer.task().map(UpstreamTask::assetId).orElse(null);
    if (!answer.isSuccess() || asset == null) {
      return Uni.createFrom().failure(new IllegalStateException(answer.words()));
    }
    UUID task = task(marker);
    log.found(task, asset);
    return delete(account, task, asset);
  }

  private static UUID task(String marker) {
    return UUID.fromString(marker.substring(0, marker.indexOf('.')));
  }

  private static LogSubject of(Account account, String marker) {
    int attempt = Integer.parseInt(marker.substring(marker.indexOf('.') + 1));
    return fields -> fields.taskId(task(marker)).account(account.name()).attempt(attempt);
  }

  /** Cancels what a submit began whose task has ended, in the background and best effort. */
  public void cancel(Account account, String marker, String upstreamTask) {
    UpstreamCall cancel = UpstreamCall.Plain.removal(api -> api.cancelTask(upstreamTask));
    calls
        .call(account, EndpointClass.DEFAULT, PERMIT_WAIT, cancel)
        .invoke(DuplicateAssets::demandAnswer)
        .subscribe()
        .with(
            done -> {},
            failure ->
                LOG.warnf(
                    of(account, marker),
                    "%s may go on upstream: %s",
                    marker,
                    failure.getMessage()));
  }

  /** A list may show for a while what was deleted, and one refusal is enough for a while. */
  private boolean isDue(String asset) {
    long now = ticker.nanos();
    tried.values().removeIf(at -> now - at > AGAIN.toNanos());
    return tried.size() < MAX_REMEMBERED && tried.putIfAbsent(asset, now) == null;
  }

  /** Answers with whether it was there; another replica may have been faster. */
  private Uni<Boolean> delete(Account account, UUID task, String asset) {
    UpstreamCall call = UpstreamCall.Plain.removal(api -> api.deleteAsset(asset, null, null));
    return calls
        .call(account, EndpointClass.DEFAULT, PERMIT_WAIT, call)
        .chain(
            answer ->
                answer.isSuccess() || isGone(answer)
                    ? Uni.createFrom().item(answer.isSuccess())
                    : kept(asset))
        .invoke(() -> log.removed(task, asset));
  }

  /** Only the upstream itself knows what it has; an intermediary answers 404 too. */
  private static boolean isGone(UpstreamResponse answer) {
    return answer.status() == 404 && answer.isOwnError();
  }

  private static void demandAnswer(UpstreamResponse answer) {
    if (!answer.isSuccess() && !answer.isOwnError()) {
      throw new IllegalStateException("an intermediary answered " + answer.status());
    }
  }

  private void count(Account account, boolean removed) {
    if (removed) {
      counter(account).increment();
    }
  }

  private static Uni<Boolean> kept(String asset) {
    return Uni.createFrom().failure(new IllegalStateException("the upstream keeps " + asset));
  }
}
