package io.anteroom.poll;

import static io.anteroom.PostgresFixture.await;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.AccountSettings;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.PollLeases;
import io.anteroom.cluster.PollLeases.PollLease;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An account that this replica polls: its rows in a real PostgreSQL, its tasks in memory, and what
 * keeps these as those are. Time is told by {@link #pass}.
 */
final class PolledAccount {

  final RunningTaskRows rows;
  final RunningTasks tasks;
  final RunningTaskUpdates updates;

  /** How often the lane was woken. */
  final AtomicInteger wakes = new AtomicInteger();

  /** How often all running tasks were read. */
  final AtomicInteger fullReads = new AtomicInteger();

  private final PostgresFixture postgres;
  private final HeldLeases leases = new HeldLeases();
  private volatile long now = 1_000_000_000_000L;
  private volatile Runnable whenPageIsRead = () -> {};

  PolledAccount(PostgresFixture postgres) {
    this.postgres = postgres;
    rows = new RunningTaskRows(postgres);
    PollMemory memory = new PollMemory(RunningTaskRows.schedule());
    tasks = memory.of(rows.account());
    PollServices uses =
        new PollServices(
            memory,
            new CountingReader(),
            leases,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            this::now);
    updates = new RunningTaskUpdates(rows.account(), uses, wakes::incrementAndGet);
  }

  long now() {
    return now;
  }

  void pass(Duration time) {
    now += time.toNanos();
  }

  /** This replica gets the lease, and reads all tasks. */
  void takeOver() {
    pass(Duration.ofMillis(1));
    updates.ticked(new PollLease(rows.account(), true, true));
    read();
  }

  /** The lane takes a step. */
  void read() {
    await(updates.read());
  }

  /** Up to which transaction the database is told that the rows are read; null before. */
  String readUpTo() {
    return leases.readUpTo;
  }

  /** From now on this runs at the end of each read. */
  void whenRead(Runnable run) {
    leases.whenRead = run;
  }

  /**
   * From now on this runs each time that a page was read and is not yet in memory. It may block.
   */
  void whenPageIsRead(Runnable run) {
    whenPageIsRead = run;
  }

  private final class CountingReader extends RunningTaskReader {
    private CountingReader() {
      super(postgres.pool());
    }

    @Override
    Uni<Page> changed(String account, Place after) {
      if (after == Place.FIRST) {
        fullReads.incrementAndGet();
      }
      return super.changed(account, after)
          .emitOn(Infrastructure.getDefaultWorkerPool())
          .invoke(page -> whenPageIsRead.run());
    }
  }

  /** Leases that this replica holds without a tick. */
  private static final class HeldLeases extends PollLeases {
    private volatile String readUpTo;
    private volatile Runnable whenRead = () -> {};

    private HeldLeases() {
      super(
          TestSettings.of(ClusterSettings.class),
          new AccountDirectory(
              TestSettings.of(AccountSettings.class, "anteroom.accounts.default.api-key", "key")),
          SuspendAwareClock.ofSystem());
    }

    @Override
    public boolean isHeld(String account) {
      return true;
    }

    @Override
    public void readUpTo(String account, String transaction) {
      readUpTo = transaction;
      whenRead.run();
    }
  }
}
