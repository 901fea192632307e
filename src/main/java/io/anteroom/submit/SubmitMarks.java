package io.anteroom.submit;

import io.anteroom.async.Ticker;
import io.anteroom.task.SubmitAttempt;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a lane knows of its own write-ahead marks: those whose calls are under way, and those whose
 * commit was not answered, so that their calls never left. Of any other mark it cannot say whether
 * its call left. Thread-safe.
 */
final class SubmitMarks {

  private final Duration commitDoubt;
  private final Ticker ticker;
  private final Map<SubmitAttempt, Runnable> underWay = new ConcurrentHashMap<>();
  private final Map<SubmitAttempt, Long> uncommitted = new ConcurrentHashMap<>();

  /**
   * @param commitDoubt for how long a transaction whose commit got no answer may still turn out to
   *     be committed
   */
  SubmitMarks(Duration commitDoubt, Ticker ticker) {
    this.commitDoubt = commitDoubt;
    this.ticker = ticker;
  }

  void committing(Collection<SubmitAttempt> marks) {
    long now = ticker.nanos();
    marks.forEach(mark -> uncommitted.put(mark, now));
  }

  /**
   * This one is committed, and its call leaves now.
   *
   * @param cancelIfLost cancels the call where its lease is lost
   */
  void sending(SubmitAttempt mark, Runnable cancelIfLost) {
    underWay.put(mark, cancelIfLost);
    uncommitted.remove(mark);
  }

  void ended(SubmitAttempt mark) {
    underWay.remove(mark);
  }

  /** Those whose calls surely never left, and never will. */
  List<SubmitAttempt> neverSent() {
    long now = ticker.nanos();
    uncommitted.values().removeIf(since -> now - since > commitDoubt.toNanos());
    return List.copyOf(uncommitted.keySet());
  }

  Set<SubmitAttempt> known() {
    Set<SubmitAttempt> known = new HashSet<>(underWay.keySet());
    known.addAll(uncommitted.keySet());
    return known;
  }

  int underWay() {
    return underWay.size();
  }

  /** Cancels the calls under way whose lease is lost. */
  void cancelLost() {
    underWay.values().forEach(Runnable::run);
  }
}
