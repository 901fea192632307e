package io.anteroom.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any words of an upstream, in any order. */
class StatusMachinePropertyTest {

  /** Words that end a task without being one of its statuses. */
  private static final Set<String> LATER_WORDS =
      Set.of("CANCELED", "SKIPPED", "COMPLETED", "ERROR");

  private final StatusMachine machine = new StatusMachine(TestSettings.of(TaskSettings.class));

  @Property
  void neverGoesBackAndStaysWhereItEnded(@ForAll("words") List<String> words) {
    TaskStatus status = TaskStatus.INITIALIZING;
    for (String word : words) {
      TaskStatus next = machine.next(status, word);
      assertTrue(next.compareTo(status) >= 0, status + " went back at " + word);
      if (status.isTerminal()) {
        assertEquals(status, next, "an end that changed at " + word);
      }
      status = next;
    }
  }

  @Property
  void isTheFirstTerminalStatusOrElseTheFurthest(@ForAll("words") List<String> words) {
    TaskStatus status = TaskStatus.INITIALIZING;
    TaskStatus expected = TaskStatus.INITIALIZING;
    for (String word : words) {
      status = machine.next(status, word);
      TaskStatus said = machine.next(TaskStatus.INITIALIZING, word);
      if (!expected.isTerminal() && said.compareTo(expected) > 0) {
        expected = said;
      }
    }
    assertEquals(expected, status);
  }

  @Property
  void anUnknownWordChangesNoStatus(@ForAll TaskStatus status, @ForAll("unknown") String word) {
    assertEquals(status, machine.next(status, word));
  }

  @Provide
  Arbitrary<List<String>> words() {
    Arbitrary<String> known = Arbitraries.of(TaskStatus.class).map(Enum::name);
    return Arbitraries.oneOf(known, known, Arbitraries.of(LATER_WORDS), unknown())
        .list()
        .ofMaxSize(30);
  }

  @Provide
  Arbitrary<String> unknown() {
    return Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(12),
            Arbitraries.of("QUEUED", "done", " DONE", "PENDING", "ENRICHING"))
        .filter(word -> TaskStatus.named(word).isEmpty() && !LATER_WORDS.contains(word));
  }
}
