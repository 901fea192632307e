package io.anteroom.upstream.list;

import io.anteroom.account.Account;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.upstream.list.AssetListHistory.Missing;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Which accounts have the asset list. Where the upstream itself says that there is none, tasks are
 * looked at one by one for a while; that it has none for good is believed only of a list that was
 * never there (or that the settings say is not to be used), after it was missing for the whole of
 * {@code anteroom.engine.poll.gone-grace}. Thread-safe.
 */
@Singleton
public class AssetListAvailability {

  private static final Logger LOG = Logger.getLogger(AssetListAvailability.class);

  /** The first wait before it is tried again; it doubles. */
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private static final Duration MOST_OF_ONE_THAT_WORKED = Duration.ofSeconds(30);
  private static final Duration MOST_OF_ONE_NEVER_SEEN = Duration.ofMinutes(10);

  /**
   * The upstream said that there is none.
   *
   * @param at when, by {@link System#nanoTime()}
   * @param pause how long it is left alone
   */
  private record Out(long at, Duration pause) {}

  private final AssetListHistory known;
  private final ClusterSettings.Poll settings;
  private final Set<String> written = ConcurrentHashMap.newKeySet();
  private final Map<String, Out> out = new ConcurrentHashMap<>();

  /** Only stores its parts. */
  public AssetListAvailability(AssetListHistory known, ClusterSettings settings) {
    this.known = known;
    this.settings = settings.poll();
  }

  /** Whether there is use in asking the list of this account now. */
  public boolean isWorthAsking(Account account) {
    Out since = out.get(account.name());
    return since == null || System.nanoTime() - since.at() >= since.pause().toNanos();
  }

  /** The list answered as a list. Written down once, and after each time that it was missing. */
  public Uni<Void> works(Account account) {
    boolean wasMissing = out.remove(account.name()) != null;
    if (wasMissing) {
      LOG.infof("account %s: the asset list is there (again)", account.name());
    }
    if (!wasMissing && written.contains(account.name())) {
      return Uni.createFrom().voidItem();
    }
    return known
        .works(account.name())
        .invoke(() -> written.add(account.name()))
        .onFailure()
        .invoke(
            failure ->
                LOG.warnf(
                    "account %s: that its list works was not written down: %s",
                    account.name(), failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  /**
   * The upstream itself answered that it has no list ({@link AssetListCall#isMissing}).
   *
   * @param words how it said so
   * @return whether that is certain: the list was never there, and has been missing for the grace.
   *     One that was there once is out for a while, however long
   */
  public Uni<Boolean> isSurelyMissing(Account account, String words) {
    written.remove(account.name());
    return known
        .isMissing(account.name())
        .map(
            missing -> {
              leaveAlone(account, missing, words);
              return isSure(missing);
            });
  }

  private boolean isSure(Missing missing) {
    boolean wasNeverThere = !missing.hasWorked() || !settings.byList();
    return wasNeverThere && missing.missingFor().compareTo(settings.goneGrace()) >= 0;
  }

  /** The list showed none of the tasks that it was asked for, though some should be there. */
  public void showsNothing(Account account, int tasks) {
    if (leaveAlone(account, written.contains(account.name()))) {
      LOG.warnf(
          "account %s: the asset list shows none of %d tasks, they are looked at one by one",
          account.name(), tasks);
    }
  }

  private void leaveAlone(Account account, Missing missing, String words) {
    if (leaveAlone(account, missing.hasWorked())) {
      LOG.warnf(
          "account %s: no asset list%s (%s), tasks are looked at one by one",
          account.name(), missing.hasWorked() ? " at the moment" : "", words);
    }
  }

  /** Answers whether that is new. */
  private boolean leaveAlone(Account account, boolean hasWorked) {
    Duration most = hasWorked ? MOST_OF_ONE_THAT_WORKED : MOST_OF_ONE_NEVER_SEEN;
    Out before = out.get(account.name());
    Duration longer = before == null ? TRY_AGAIN : before.pause().multipliedBy(2);
    Duration pause = longer.compareTo(most) < 0 ? longer : most;
    out.put(account.name(), new Out(System.nanoTime(), pause));
    return before == null;
  }
}
