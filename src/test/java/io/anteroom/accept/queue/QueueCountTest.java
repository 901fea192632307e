package io.anteroom.accept.queue;

import static io.anteroom.accept.queue.QueueCount.Verdict.ADMIT;
import static io.anteroom.accept.queue.QueueCount.Verdict.ADMIT_AND_RECOUNT;
import static io.anteroom.accept.queue.QueueCount.Verdict.FULL;
import static io.anteroom.accept.queue.QueueCount.Verdict.RECOUNT_FIRST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class QueueCountTest {

  private static final long NOW = -5;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final QueueCount count = new QueueCount(10);

  @Test
  void nothingIsLetInBeforeTheFirstCount() {
    assertEquals(RECOUNT_FIRST, count.take(1, NOW));
    count(0);
    assertEquals(ADMIT, count.take(1, NOW));
  }

  @Test
  void anOldCountOfAnEmptyQueueLetsInASmallPartOnly() {
    QueueCount idle = new QueueCount(1600);
    idle.counted(0, idle.beginCount(), 0, NOW);
    assertEquals(ADMIT_AND_RECOUNT, idle.take(100, NOW + 3600 * SECOND));
    assertEquals(RECOUNT_FIRST, idle.take(1, NOW + 3600 * SECOND));
  }

  @Test
  void aCountIncludesAdmissionsOfThisReplica() {
    count(7);
    assertEquals(ADMIT, count.take(2, NOW));
    assertEquals(FULL, count.take(2, NOW), "a batch goes in whole or not at all");
    assertEquals(ADMIT, count.take(1, NOW));
    assertEquals(FULL, count.take(1, NOW));
    assertEquals(
        RECOUNT_FIRST, count.take(1, NOW + SECOND + 1), "nobody is refused by an old count");
  }

  @Test
  void insertsDuringACountAreNotForgotten() {
    count(0);
    count.take(3, NOW);
    count.finish(1);
    long finished = count.beginCount();
    count.finish(2);
    count.counted(1, finished, 0, NOW);
    assertEquals(3, count.queued());
    count(3);
    assertEquals(3, count.queued());
  }

  @Test
  void aCheckTakesNoCapacityAndAReleaseFreesItAtOnce() {
    count(5);
    assertEquals(ADMIT, count.take(4, NOW));
    assertEquals(ADMIT, count.check(1, NOW));
    assertEquals(ADMIT, count.take(1, NOW));
    assertEquals(FULL, count.check(1, NOW));
    count.giveBack(4);
    assertEquals(6, count.queued());
    count(5);
    assertEquals(6, count.queued(), "one insert is under way");
  }

  @Test
  void anOldCountRefusesNobody() {
    count(4);
    assertEquals(ADMIT, count.take(6, NOW));
    assertEquals(RECOUNT_FIRST, count.take(1, NOW));
  }

  @Test
  void batchSizesAreRoundedToFewSteps() {
    assertTrue(
        LongStream.rangeClosed(1, 1000)
            .allMatch(n -> QueueLimit.step(n) >= n && 4 * QueueLimit.step(n) <= 5 * n));
    assertTrue(LongStream.rangeClosed(1, 1000).map(QueueLimit::step).distinct().count() <= 36);
  }

  @Test
  void aSlowCountIsValidForLonger() {
    long finished = count.beginCount();
    count.counted(10, finished, SECOND, NOW + SECOND);
    assertEquals(FULL, count.take(1, NOW + 21 * SECOND));
    assertEquals(RECOUNT_FIRST, count.take(1, NOW + 21 * SECOND + 1));
  }

  @Test
  void anOldCountLetsInASmallPartOfWhatWasFree() {
    QueueCount large = new QueueCount(1000);
    large.counted(680, large.beginCount(), 0, NOW);
    long later = NOW + SECOND + 1;
    assertEquals(ADMIT, large.take(10, later));
    assertEquals(ADMIT_AND_RECOUNT, large.take(1, later));
    assertEquals(ADMIT_AND_RECOUNT, large.take(9, later));
    assertEquals(RECOUNT_FIRST, large.take(1, later));
    large.counted(999, large.beginCount(), 0, later);
    assertEquals(RECOUNT_FIRST, large.take(1, later + SECOND + 1), "nearly full");
  }

  @Test
  void aCountIsDueWhileTasksComeOrWait() {
    assertFalse(count.isDue(NOW), "nothing was accepted here");
    count(1);
    assertFalse(count.isDue(NOW + 9 * SECOND), "nothing came since");
    assertTrue(count.isDue(NOW + 10 * SECOND + 1));
    count.take(1, NOW);
    assertFalse(count.isDue(NOW + SECOND / 2));
    assertTrue(count.isDue(NOW + SECOND / 2 + 1), "before it is too old");
    count.finish(1);
    count(0);
    assertFalse(count.isDue(NOW + 100 * SECOND), "the queue is empty");
  }

  @Test
  void concurrentAcceptsNeverExceedTheLimit() {
    count(0);
    long admitted =
        IntStream.range(0, 5000).parallel().filter(i -> count.take(1, NOW) == ADMIT).count();
    assertEquals(10, admitted);
  }

  private void count(long tasks) {
    count.counted(tasks, count.beginCount(), 0, NOW);
  }
}
