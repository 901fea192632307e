package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.loop.Loop;
import io.anteroom.quota.Ask;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Permit;
import io.anteroom.task.Marked;
import io.anteroom.task.Share;
import io.anteroom.task.TaskKind;
import io.anteroom.task.Turn;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Submits the queued tasks of one account and kind. A step is one short transaction: the turn,
 * permits, tasks, write-ahead marks; the calls leave after its commit.
 */
final class SubmitLane {

  private static final Duration COMMIT_DOUBT = Duration.ofSeconds(30);

  /**
   * Slots come free one by one: a lane that found too few lets some gather before it looks again.
   */
  private static final Duration GATHER = Duration.ofMillis(25);

  /** The lanes share the memory: another one's call may free it. */
  private static final Duration NO_MEMORY = Duration.ofMillis(50);

  /** Files that cannot be read are not claimed: the lane looks again so often. */
  private static final Duration SPOOL_AWAY = Duration.ofMillis(500);

  private record Paid(Marked task, Permit permit, UUID owner) {}

  private record Batch(List<Paid> paid, boolean shortOfPermits) {}

  private final Account account;
  private final TaskKind kind;
  private final EndpointClass endpointClass;
  private final Duration callTimeout;
  private final List<Share> shares;
  private final Submitter parts;
  private final Backoff backoff;
  private final Loop loop;
  private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

  /** Until when a transaction whose commit got no answer may still turn out to be committed. */
  private volatile long suspectUntil = System.nanoTime();

  /** Whether the next step looks for marks that nobody sends. */
  private volatile boolean recheck;

  /** Wakes before this moment wait for it: there were too few permits just now. */
  private volatile long gatherUntil = System.nanoTime();

  SubmitLane(Account account, TaskKind kind, List<Share> shares, Submitter parts, Vertx vertx) {
    this.account = account;
    this.kind = kind;
    this.shares = shares;
    this.endpointClass = EndpointClass.valueOf("INDEX_" + kind.name());
    this.callTimeout = parts.callTimeout(kind);
    this.parts = parts;
    this.backoff = new Backoff(parts.settings.submitBackoff());
    this.loop = new Loop("submit " + account.name() + " " + kind.label(), vertx, this::step);
  }

  void wake() {
    loop.wake();
  }

  /** Looks for marks that nobody sends, however they came about. */
  void recheck() {
    recheck = true;
    loop.wake();
  }

  void stop() {
    loop.stop();
  }

  private Uni<Optional<Duration>> step() {
    int room = Math.min(parts.quota.maxInFlight() - underWay.size(), parts.settings.submitBatch());
    if (room <= 0 || parts.gate.isShut(account)) {
      return Uni.createFrom().item(Optional.empty());
    }
    if (kind == TaskKind.UPLOAD && !parts.spool.isThere()) {
      return putBackUnsent().replaceWith(Optional.of(SPOOL_AWAY));
    }
    Optional<Duration> held = backoff.remaining().or(this::gathering);
    return held.isPresent()
        ? Uni.createFrom().item(held)
        : putBackUnsent().chain(() -> takeAndSend(room));
  }

  private Optional<Duration> gathering() {
    long nanos = gatherUntil - System.nanoTime();
    return nanos > 0 ? Optional.of(Duration.ofNanos(nanos)) : Optional.empty();
  }

  private Uni<Optional<Duration>> takeAndSend(int room) {
    long bytes = parts.memory.take();
    if (bytes == 0) {
      return Uni.createFrom().item(Optional.of(NO_MEMORY));
    }
    return parts
        .pool
        .withTransaction(c -> take(c, room, bytes))
        .onFailure()
        .invoke(() -> suspectUntil = System.nanoTime() + COMMIT_DOUBT.toNanos())
        .onItemOrFailure()
        .invoke((batch, failure) -> parts.memory.change(inUse(batch) - bytes))
        .chain(this::send);
  }

  private static long inUse(Batch batch) {
    return batch == null
        ? 0
        : batch.paid().stream().mapToLong(paid -> paid.task().requestSize()).sum();
  }

  /**
   * Marks whose commit was not answered were never sent by this lane, which alone knows what it
   * sends: they go back to the queue.
   */
  private Uni<Void> putBackUnsent() {
    boolean suspect = recheck || suspectUntil - System.nanoTime() > 0;
    recheck = false;
    return suspect
        ? parts
            .submits
            .unmark(account.name(), kind, parts.replica.id(), List.copyOf(underWay))
            .invoke(changes -> parts.changed(account, changes))
            .replaceWithVoid()
        : Uni.createFrom().voidItem();
  }

  /** Whether a call is under way, or a step that may start one. */
  boolean isBusy() {
    return !underWay.isEmpty() || loop.isStepping();
  }

  /** The turn first: replicas then do not take each other's permits for tasks that are gone. */
  private Uni<Batch> take(SqlConnection connection, int room, long bytes) {
    return parts
        .turns
        .next(connection, account.name(), kind)
        .chain(turn -> take(connection, turn, room, bytes));
  }

  private Uni<Batch> take(SqlConnection connection, Turn turn, int room, long bytes) {
    Ask ask = new Ask(account.name(), endpointClass, room, 0, callTimeout);
    return parts
        .ledger
        .take(connection, ask)
        .chain(
            permits ->
                permits.isEmpty()
                    ? Uni.createFrom().item(new Batch(List.of(), true))
                    : mark(connection, turn, permits, room, bytes));
  }

  private Uni<Batch> mark(
      SqlConnection connection, Turn turn, List<Permit> permits, int room, long bytes) {
    UUID owner = parts.replica.id();
    return parts
        .turns
        .mark(connection, turn, permits.size(), bytes, owner, shares)
        .call(
            tasks ->
                parts.ledger.giveBack(connection, permits.subList(tasks.size(), permits.size())))
        .map(tasks -> new Batch(pair(tasks, permits, owner), tooFew(permits, tasks, room)));
  }

  private static boolean tooFew(List<Permit> permits, List<Marked> tasks, int room) {
    return permits.size() < room && tasks.size() == permits.size();
  }

  private static List<Paid> pair(List<Marked> tasks, List<Permit> permits, UUID owner) {
    List<Paid> paid = new ArrayList<>(tasks.size());
    for (int i = 0; i < tasks.size(); i++) {
      paid.add(new Paid(tasks.get(i), permits.get(i), owner));
    }
    return paid;
  }

  /** When to run again: at once after a full batch, with the next permits, or when woken. */
  private Uni<Optional<Duration>> send(Batch batch) {
    batch.paid().forEach(paid -> underWay.add(paid.task().id()));
    batch.paid().forEach(this::send);
    if (batch.shortOfPermits()) {
      gatherUntil = System.nanoTime() + GATHER.toNanos();
      return parts
          .ledger
          .nextPermit(account.name(), endpointClass, 0)
          .map(next -> Optional.of(next.compareTo(GATHER) < 0 ? GATHER : next));
    }
    return Uni.createFrom()
        .item(batch.paid().isEmpty() ? Optional.empty() : Optional.of(Duration.ZERO));
  }

  private void send(Paid paid) {
    new Submission(account, paid.task(), paid.permit(), paid.owner(), parts, backoff)
        .run()
        .onTermination()
        .invoke(() -> underWay.remove(paid.task().id()))
        .onTermination()
        .invoke(() -> parts.memory.change(-paid.task().requestSize()))
        .subscribe()
        .with(done -> loop.wake(), failure -> loop.wake());
  }
}
