package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A hint says that a running task has ended; anybody who reaches Redis can send one. */
class EndHintTest {

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();
  private final RunningTaskRows rows = new RunningTaskRows(postgres);
  private final RunningTasks tasks = RunningTaskRows.memory();

  /** The task is at its first event. */
  @ParameterizedTest
  @CsvSource({"1, true", "99, true", "2147483647, true", "0, false", "-1, false"})
  void itIsCheckedAndNotBelieved(int eventNo, boolean isNews) {
    UUID running = rows.running(1, "c").get(0);
    tasks.read(rows.read(), 0);
    assertEquals(isNews, tasks.doubt(running, eventNo));
    assertEquals(isNews, tasks.isInDoubt());
    assertEquals(1, tasks.size());
    assertEquals(1, tasks.candidates(1, Long.MAX_VALUE / 2).tasks().size());
    tasks.wereRead(Set.of(running));
    assertEquals(1, tasks.size());
    tasks.wereRead(Set.of());
    assertEquals(0, tasks.size());
  }
}
