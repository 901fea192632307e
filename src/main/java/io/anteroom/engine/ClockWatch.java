package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.quota.LedgerBounds;
import io.anteroom.task.TimeBounds;
import io.anteroom.upstream.UpstreamSettings;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Keeps the work going when the database's clock was set back: without it everything would wait
 * until the clock is where it was. Thread-safe.
 */
@Singleton
public class ClockWatch {

  private static final Logger LOG = Logger.getLogger(ClockWatch.class);
  private static final Duration LEAST_BOUND = Duration.ofMinutes(2);

  private final LedgerBounds ledger;
  private final TimeBounds tasks;
  private final EngineSettings engine;
  private final InDoubtSettings inDoubt;
  private final UpstreamSettings upstream;
  private final List<String> accounts;

  /** Only stores its parts. */
  public ClockWatch(
      LedgerBounds ledger,
      TimeBounds tasks,
      EngineSettings engine,
      InDoubtSettings inDoubt,
      UpstreamSettings upstream,
      AccountDirectory accounts) {
    this.ledger = ledger;
    this.tasks = tasks;
    this.engine = engine;
    this.inDoubt = inDoubt;
    this.upstream = upstream;
    this.accounts = accounts.all().stream().map(Account::name).toList();
  }

  /** Looks for times that are too far ahead, and brings them back. */
  Uni<Void> look() {
    return ledger
        .clamp(
            Duration.ofMillis(upstream.callTimeoutMs()),
            Duration.ofMillis(upstream.uploadTimeoutMs()))
        .chain(
            slots ->
                tasks
                    .clamp(accounts, engine.lease(), longestLook())
                    .invoke(others -> tell(slots + others)))
        .replaceWithVoid();
  }

  private Duration longestLook() {
    Duration longest = LEAST_BOUND;
    for (Duration one : List.of(engine.poll().most(), inDoubt.lookEvery(), engine.lease())) {
      Duration twice = one.multipliedBy(2);
      longest = twice.compareTo(longest) > 0 ? twice : longest;
    }
    return longest;
  }

  private static void tell(long brought) {
    if (brought > 0) {
      LOG.warnf(
          "%d times in the store were further ahead than is ever written (the database's clock was"
              + " set back?); they are brought back",
          brought);
    }
  }
}
