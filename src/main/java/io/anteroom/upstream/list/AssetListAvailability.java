package io.anteroom.upstream.list;

import io.anteroom.account.Account;
import io.anteroom.async.Ticker;
import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.list.AssetListHistory.Missing;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which accounts have the asset list. When the upstream itself says that there is none, tasks
 * are polled one by one for a while. The list counts as missing for good only when it was never
 * there (or is switched off by {@code anteroom.upstream.asset-list}), and when it has been missing
 * for {@code anteroom.upstream.gone-grace}. Thread-safe.
 */
@Singleton
public class AssetListAvailability {

  private static final SubjectLog LOG = SubjectLog.of(AssetListAvailability.class);

  /** How long the list is not asked after the first failure; doubles with each further one. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final Duration MAX_PAUSE_WHEN_IT_WORKED = Duration.ofSeconds(30);
  private static final Duration MAX_PAUSE_WHEN_NEVER_SEEN = Duration.ofMinutes(10);

  /**
   * A list that is not asked for a while.
   *
   * @param at since when, by {@link Ticker#nanos()}
   */
  private record Paused(long at, Duration pause) {}

  private final AssetListHistory known;
  private final UpstreamSettings settings;
  private final Ticker ticker;
  private final Set<String> recorded = ConcurrentHashMap.newKeySet();
  private final Map<String, Paused> paused = new ConcurrentHashMap<>();

  public AssetListAvailability(AssetListHistory known, UpstreamSettings settings, Ticker ticker) {
    this.known = known;
    this.settings = settings;
    this.ticker = ticker;
  }

  /** Whether the list of this account may be called now. */
  public boolean isWorthAsking(Account account) {
    Paused since = paused.get(account.name());
    return since == null || ticker.since(since.at()).compareTo(since.pause()) >= 0;
  }

  /** The list responded. Recorded once, and again after each time that it was missing. */
  public Uni<Void> works(Account account) {
    boolean wasMissing = paused.remove(account.name()) != null;
    if (wasMissing) {
      LOG.infof(
          LogFields.ofAccount(account.name()),
          "account %s: the asset list is available again",
          account.name());
    }
    if (!wasMissing && recorded.contains(account.name())) {
      return Uni.createFrom().voidItem();
    }
    return known
        .works(account.name())
        .invoke(() -> recorded.add(account.name()))
        .onFailure()
        .invoke(
            failure ->
                LOG.warnf(
                    LogFields.ofAccount(account.name()),
                    "account %s: it could not be recorded that the asset list works: %s",
                    account.name(),
                    failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  /**
   * The upstream itself responded that it has no list ({@link AssetListCall#isMissing}).
   *
   * @return whether that is certain: the list was never there, and has been missing for the grace.
   *     A list that was there once never counts as missing for good
   */
  public Uni<Boolean> isSurelyMissing(Account account, String words) {
    recorded.remove(account.name());
    return known
        .isMissing(account.name())
        .map(
            missing -> {
              pause(account, missing, words);
              return isSure(missing);
            });
  }

  private boolean isSure(Missing missing) {
    boolean wasNeverThere = !missing.hasWorked() || !settings.assetList();
    return wasNeverThere && missing.missingFor().compareTo(settings.goneGrace()) >= 0;
  }

  /** The list showed none of the tasks that it was asked for, though it should show some. */
  public void showsNothing(Account account, int tasks) {
    if (pause(account, recorded.contains(account.name()))) {
      LOG.warnf(
          LogFields.ofAccount(account.name()),
          "account %s: the asset list shows none of %d tasks, they are polled one by one",
          account.name(),
          tasks);
    }
  }

  private void pause(Account account, Missing missing, String words) {
    if (pause(account, missing.hasWorked())) {
      LOG.warnf(
          LogFields.ofAccount(account.name()),
          "account %s: no asset list%s (%s), tasks are polled one by one",
          account.name(),
          missing.hasWorked() ? " at the moment" : "",
          words);
    }
  }

  /** Returns whether it was not paused before. */
  private boolean pause(Account account, boolean hasWorked) {
    Duration max = hasWorked ? MAX_PAUSE_WHEN_IT_WORKED : MAX_PAUSE_WHEN_NEVER_SEEN;
    Paused before = paused.get(account.name());
    Duration longer = before == null ? FIRST_PAUSE : before.pause().multipliedBy(2);
    Duration pause = longer.compareTo(max) < 0 ? longer : max;
    paused.put(account.name(), new Paused(ticker.nanos(), pause));
    return before == null;
  }
}
