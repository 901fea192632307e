package io.anteroom.waiting.stream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class AnnouncedEventsTest {

  private final AnnouncedEvents told = new AnnouncedEvents();
  private final UUID task = UUID.randomUUID();

  @Test
  void anAnnouncedUnreadEventIsExpected() {
    assertTrue(told.tell(task, 2));
    assertTrue(told.isBehind());
    told.read(task, 1);
    assertTrue(told.isBehind());
    told.read(task, 2);
    assertFalse(told.isBehind());
  }

  @Test
  void aReadEventAnnouncedAgainIsNoNews() {
    told.read(task, 3);
    assertFalse(told.tell(task, 3));
    assertFalse(told.tell(task, 1));
    assertFalse(told.isBehind());
    assertTrue(told.tell(task, 4));
  }

  @Test
  void aForgottenEventIsNotExpected() {
    told.tell(task, 2);
    told.tell(UUID.randomUUID(), 5);
    told.forget();
    assertFalse(told.isBehind());
  }

  /** Its memory is limited, and its count stays right. */
  @Test
  void theOldestAreDropped() {
    told.tell(task, 1);
    for (int i = 0; i < 100_000; i++) {
      UUID other = new UUID(1, i);
      told.tell(other, 1);
      told.read(other, 1);
    }
    assertFalse(told.isBehind());
    assertTrue(told.tell(new UUID(1, 0), 1), "it is not known any more");
  }
}
