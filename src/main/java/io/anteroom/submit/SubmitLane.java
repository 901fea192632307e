package io.anteroom.submit;

import io.anteroom.async.Loop;
import io.anteroom.async.Ticker;
import io.anteroom.cluster.report.ReportDraft;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.submit.SubmitClaim.Batch;
import io.anteroom.submit.SubmitClaim.Limits;
import io.anteroom.task.TaskKind;
import io.anteroom.upload.Spool;
import io.anteroom.upstream.AccountAvailability;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Submits the queued tasks of one account and kind. Each step claims a batch of tasks in one short
 * transaction; their calls leave after its commit. Thread-safe.
 */
final class SubmitLane {

  private static final Duration COMMIT_DOUBT = Duration.ofSeconds(30);

  /** Permits come free one by one: a lane that found too few lets some gather before it retries. */
  private static final Duration BATCH_DELAY = Duration.ofMillis(25);

  /** A claim that was not full is followed by a rest of so many times its own time, at most. */
  private static final int REST_FACTOR = 3;

  /** The lanes share the memory: another one's call may free it. */
  private static final Duration NO_MEMORY = Duration.ofMillis(50);

  /** Files that cannot be read are not claimed: the lane retries so often. */
  private static final Duration SPOOL_AWAY = Duration.ofMillis(500);

  /**
   * What every lane uses.
   *
   * @param maxBatch how many tasks one transaction marks at the most
   * @param maxInFlight how many submits of one lane are under way at the most
   */
  record Uses(
      SubmitClaim claim,
      SubmitMarkRepair repair,
      Submission submission,
      QuotaLedger ledger,
      SubmitMemory memory,
      AccountAvailability availability,
      Spool spool,
      int maxBatch,
      int maxInFlight,
      Ticker ticker) {}

  private final SubmitQueue queue;
  private final Uses uses;
  private final Loop loop;
  private final SubmitMarks marks;

  /** Whether the next step checks for marks that nobody knows of. */
  private volatile boolean recheck;

  /** Wakes before this moment wait for it: more permits, or more tasks, gather meanwhile. */
  private volatile long batchUntil;

  /** Whether the end of a submit lets more of them leave. */
  private volatile boolean waitsForAnEnd;

  SubmitLane(SubmitQueue queue, Uses uses, Vertx vertx) {
    this.queue = queue;
    this.uses = uses;
    this.marks = new SubmitMarks(COMMIT_DOUBT, uses.ticker());
    this.batchUntil = uses.ticker().nanos();
    this.loop =
        new Loop(
            "submit " + queue.account().name() + " " + queue.kind().label(), vertx, this::step);
  }

  void wake() {
    loop.wake();
  }

  /** Checks for marks that nobody knows of, however they came about. */
  void recheck() {
    recheck = true;
    loop.wake();
  }

  EndpointClass endpointClass() {
    return queue.endpointClass();
  }

  /** Ends the delay after submits that could not be sent; the next one tells whether it is over. */
  void tryNow() {
    queue.backoff().endDelay();
    loop.wake();
  }

  void pause() {
    loop.pause();
  }

  void resume() {
    loop.resume();
  }

  void stop() {
    loop.stop();
  }

  /** Whether a call is under way, or a step that may start one. */
  boolean isBusy() {
    return marks.underWay() > 0 || loop.isStepping();
  }

  /** Adds how many of its submits are under way, and what delays the next one. */
  void addTo(ReportDraft report) {
    report.submits(marks.underWay());
    queue
        .backoff()
        .remaining()
        .ifPresent(
            left -> report.backoff(queue.account().name(), queue.endpointClass().label(), left));
  }

  /** Cancels calls whose lease was lost too long ago. */
  void cancelLost() {
    marks.cancelLost();
  }

  private Uni<Optional<Duration>> step() {
    waitsForAnEnd = true;
    if (uses.availability().isPaused(queue.account())) {
      uses.claim().paused(queue);
    }
    int max = Math.min(uses.maxInFlight() - marks.underWay(), uses.maxBatch());
    if (max <= 0 || uses.availability().isShut(queue.account())) {
      return Uni.createFrom().item(Optional.empty());
    }
    if (queue.kind() == TaskKind.UPLOAD && !uses.spool().isThere()) {
      return requeueUnsent().replaceWith(Optional.of(SPOOL_AWAY));
    }
    Optional<Duration> delay = queue.backoff().remaining().or(this::batching);
    if (delay.isPresent()) {
      waitsForAnEnd = false;
      return Uni.createFrom().item(delay);
    }
    return requeueUnsent().chain(this::markUnknownInDoubt).chain(() -> claimAndSend(max));
  }

  private Optional<Duration> batching() {
    long nanos = batchUntil - uses.ticker().nanos();
    return nanos > 0 ? Optional.of(Duration.ofNanos(nanos)) : Optional.empty();
  }

  private Uni<Void> requeueUnsent() {
    return uses.repair().requeueUnsent(queue, marks);
  }

  private Uni<Void> markUnknownInDoubt() {
    if (!recheck) {
      return Uni.createFrom().voidItem();
    }
    recheck = false;
    return uses.repair().markUnknownInDoubt(queue, marks);
  }

  private Uni<Optional<Duration>> claimAndSend(int max) {
    long bytes = uses.memory().take();
    if (bytes == 0) {
      return Uni.createFrom().item(Optional.of(NO_MEMORY));
    }
    long began = uses.ticker().nanos();
    return uses.memory()
        .settle(bytes, uses.claim().claim(queue, new Limits(max, bytes, marks)))
        .chain(batch -> send(batch, max, uses.ticker().since(began)));
  }

  /**
   * When to run again: at once after a full batch, with the next permits, after a rest, or when
   * woken.
   *
   * @param max how many tasks were asked for
   * @param taken how long the claim took
   */
  private Uni<Optional<Duration>> send(Batch batch, int max, Duration taken) {
    List<PermittedSubmit> submits = batch.submits();
    submits.forEach(submit -> marks.sending(submit.attempt(), submit.lease()::cancelIfLost));
    submits.forEach(this::send);
    if (batch.shortOfPermits()) {
      batchUntil = uses.ticker().nanos() + BATCH_DELAY.toNanos();
      return uses.ledger()
          .nextPermit(queue.account().name(), queue.endpointClass(), 0)
          .map(next -> Optional.of(next.compareTo(BATCH_DELAY) < 0 ? BATCH_DELAY : next));
    }
    waitsForAnEnd = false;
    if (submits.size() == max) {
      return Uni.createFrom().item(Optional.of(Duration.ZERO));
    }
    Duration rest = rest(taken);
    batchUntil = uses.ticker().nanos() + rest.toNanos();
    return Uni.createFrom().item(submits.isEmpty() ? Optional.empty() : Optional.of(rest));
  }

  /** A claim costs nearly the same for one task as for ten: those that come soon share one. */
  private static Duration rest(Duration taken) {
    Duration rest = taken.multipliedBy(REST_FACTOR);
    return rest.compareTo(BATCH_DELAY) < 0 ? rest : BATCH_DELAY;
  }

  private void send(PermittedSubmit submit) {
    uses.submission()
        .run(submit)
        .onTermination()
        .invoke(() -> marks.ended(submit.attempt()))
        .onTermination()
        .invoke(() -> uses.memory().giveBack(submit.task().requestSize()))
        .subscribe()
        .with(done -> ended(), failure -> ended());
  }

  private void ended() {
    if (waitsForAnEnd) {
      loop.wake();
    }
  }
}
