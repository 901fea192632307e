package io.anteroom.accept.queue;

import static io.anteroom.accept.queue.QueueCount.Answer.ADMITTED;
import static io.anteroom.accept.queue.QueueCount.Answer.ADMITTED_COUNT_AGAIN;
import static io.anteroom.accept.queue.QueueCount.Answer.COUNT_FIRST;
import static io.anteroom.accept.queue.QueueCount.Answer.FULL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class QueueCountTest {

  private static final long NOW = -5;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final QueueCount room = new QueueCount(10);

  @Test
  void whileLessThanHalfFullNobodyWaitsForACount() {
    assertEquals(ADMITTED_COUNT_AGAIN, room.take(5, NOW));
    assertEquals(COUNT_FIRST, room.take(1, NOW));
  }

  @Test
  void afterACountItKnowsWhatItLetInItself() {
    count(7);
    assertEquals(ADMITTED, room.take(2, NOW));
    assertEquals(FULL, room.take(2, NOW), "a batch goes in whole or not at all");
    assertEquals(ADMITTED, room.take(1, NOW));
    assertEquals(FULL, room.take(1, NOW));
    assertEquals(COUNT_FIRST, room.take(1, NOW + SECOND + 1), "nobody is refused by an old count");
  }

  @Test
  void whatIsUnderWayWhileItIsCountedIsNotForgotten() {
    room.take(3, NOW);
    room.finish(1);
    long finished = room.beginCount();
    room.finish(2);
    room.counted(1, finished, NOW, NOW);
    assertEquals(3, room.queued());
    count(3);
    assertEquals(3, room.queued());
  }

  @Test
  void aLookTakesNothingAndWhatIsGivenBackIsThereAtOnce() {
    count(5);
    assertEquals(ADMITTED, room.take(4, NOW));
    assertEquals(ADMITTED, room.look(1, NOW));
    assertEquals(ADMITTED, room.take(1, NOW));
    assertEquals(FULL, room.look(1, NOW));
    room.giveBack(4);
    assertEquals(6, room.queued());
    count(5);
    assertEquals(6, room.queued(), "one is under way");
  }

  @Test
  void nobodyIsRefusedByACountBeforeTheOthersCame() {
    count(4);
    assertEquals(ADMITTED, room.take(6, NOW));
    assertEquals(COUNT_FIRST, room.take(1, NOW));
  }

  @Test
  void ofAllSizesOfABatchThereAreFewSteps() {
    assertTrue(
        LongStream.rangeClosed(1, 1000)
            .allMatch(n -> ClientQueueLimit.step(n) >= n && 4 * ClientQueueLimit.step(n) <= 5 * n));
    assertTrue(
        LongStream.rangeClosed(1, 1000).map(ClientQueueLimit::step).distinct().count() <= 36);
  }

  @Test
  void aCountThatTakesLongHoldsLonger() {
    long finished = room.beginCount();
    room.counted(10, finished, NOW, NOW + SECOND);
    assertEquals(FULL, room.take(1, NOW + 21 * SECOND));
    assertEquals(COUNT_FIRST, room.take(1, NOW + 21 * SECOND + 1));
  }

  @Test
  void manyAtOnceAreNeverTooMany() {
    count(0);
    long admitted =
        IntStream.range(0, 5000).parallel().filter(i -> room.take(1, NOW) == ADMITTED).count();
    assertEquals(10, admitted);
  }

  private void count(long tasks) {
    room.counted(tasks, room.beginCount(), NOW, NOW);
  }
}
