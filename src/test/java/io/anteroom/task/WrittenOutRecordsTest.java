package io.anteroom.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.anteroom.callback.outbox.ClientEndpoint;
import io.anteroom.poll.completion.CompletionTimeStore;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PermitCounter;
import io.anteroom.upstream.BreakerKind;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that compare themselves do so as the compiler would have it. */
class WrittenOutRecordsTest {

  /**
   * Values that all differ.
   *
   * @param each makes one of them anew each time
   */
  record Values(List<Supplier<Record>> each) {}

  static List<Values> records() {
    return List.of(
        new Values(
            List.of(
                () -> new SubmitAttempt(new UUID(1, 2), 3),
                () -> new SubmitAttempt(new UUID(1, 2), 4),
                () -> new SubmitAttempt(new UUID(1, 3), 3))),
        new Values(
            List.of(
                () -> new ClientEndpoint(text("a"), text("b")),
                () -> new ClientEndpoint(text("a"), text("c")),
                () -> new ClientEndpoint(text("b"), text("b")))),
        new Values(
            List.of(
                () -> new CompletionTimeStore.Key(text("a"), text("b")),
                () -> new CompletionTimeStore.Key(text("a"), null),
                () -> new CompletionTimeStore.Key(text("b"), text("b")))),
        new Values(
            List.of(
                () -> new PermitCounter(text("a"), EndpointClass.DEFAULT),
                () -> new PermitCounter(text("a"), EndpointClass.INDEX_TEXT),
                () -> new PermitCounter(text("b"), EndpointClass.DEFAULT))),
        new Values(
            List.of(
                () -> new BreakerKind(text("a"), EndpointClass.DEFAULT, false),
                () -> new BreakerKind(text("a"), EndpointClass.DEFAULT, true),
                () -> new BreakerKind(text("a"), EndpointClass.INDEX_TEXT, false),
                () -> new BreakerKind(text("b"), EndpointClass.DEFAULT, false))));
  }

  @ParameterizedTest
  @MethodSource("records")
  void areEqualWhereAllTheirPartsAre(Values values) {
    for (Supplier<Record> one : values.each()) {
      assertEquals(one.get(), one.get());
      assertEquals(one.get().hashCode(), one.get().hashCode());
      assertNotEquals(one.get(), null);
      for (Supplier<Record> other : values.each()) {
        assertEquals(one == other, one.get().equals(other.get()));
      }
    }
  }

  /** Another object each time. */
  private static String text(String text) {
    return new String(text.toCharArray());
  }
}
