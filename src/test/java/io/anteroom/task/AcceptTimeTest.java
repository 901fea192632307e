package io.anteroom.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.async.TimeOrderedId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an id tells of the accept. */
class AcceptTimeTest {

  private static final UUID ID = UUID.fromString("0192f5a0-0000-7000-8000-000000000001");
  private static final Instant MADE = Instant.ofEpochMilli(0x0192f5a00000L);

  @Test
  void theTimeIsInTheId() {
    assertEquals(Optional.of(Duration.ofMillis(1234)), AcceptTime.since(ID, MADE.plusMillis(1234)));
  }

  @Test
  void ourOwnIdsTellIt() {
    Duration since = AcceptTime.since(TimeOrderedId.next(), Instant.now()).orElseThrow();
    assertEquals(0, since.toMinutes());
  }

  @Test
  void aClockThatIsBehindMakesNoNegativeTime() {
    assertEquals(Optional.of(Duration.ZERO), AcceptTime.since(ID, MADE.minusSeconds(5)));
  }

  @Test
  void anotherIdTellsNothing() {
    UUID random = UUID.fromString("0192f5a0-0000-4000-8000-000000000001");
    assertEquals(Optional.empty(), AcceptTime.since(random, MADE));
  }
}
