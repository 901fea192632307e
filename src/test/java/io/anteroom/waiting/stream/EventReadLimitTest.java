package io.anteroom.waiting.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class EventReadLimitTest {

  @AutoClose private static final Vertx VERTX = Vertx.vertx();

  private final EventReadLimit gate = new EventReadLimit(VERTX, 2);
  private final List<Integer> begun = new ArrayList<>();
  private final List<UniEmitter<? super Integer>> reads = new ArrayList<>();

  @Test
  void twoReadsRunAtOnceAndOthersFollow() {
    UniAssertSubscriber<Integer> one = pass(1);
    pass(2);
    UniAssertSubscriber<Integer> three = pass(3);
    pass(4);
    assertEquals(List.of(1, 2), begun);
    reads.get(0).complete(10);
    one.assertItem(10);
    assertEquals(List.of(1, 2, 3), begun);
    three.assertNotTerminated();
    reads.get(1).complete(20);
    assertEquals(List.of(1, 2, 3, 4), begun);
  }

  @Test
  void aFailedReadMakesRoom() {
    UniAssertSubscriber<Integer> one = pass(1);
    pass(2);
    pass(3);
    reads.get(0).fail(new IllegalStateException("broken"));
    one.assertFailedWith(IllegalStateException.class, "broken");
    assertEquals(List.of(1, 2, 3), begun);
  }

  @Test
  void aReadThatCannotBeginMakesRoom() {
    for (int i = 0; i < 3; i++) {
      gate.pass(
              () -> {
                throw new IllegalStateException("not open");
              })
          .subscribe()
          .withSubscriber(UniAssertSubscriber.create())
          .assertFailedWith(IllegalStateException.class, "not open");
    }
    pass(1);
    assertEquals(List.of(1), begun);
  }

  @Test
  void aCancelledReadMakesRoom() {
    UniAssertSubscriber<Integer> one = pass(1);
    pass(2);
    UniAssertSubscriber<Integer> three = pass(3);
    pass(4);
    pass(5);
    three.cancel();
    one.cancel();
    one.cancel();
    assertEquals(List.of(1, 2, 4), begun);
    reads.get(1).complete(20);
    assertEquals(List.of(1, 2, 4, 5), begun);
  }

  /** The stack does not grow with the number of reads that are answered at once. */
  @Test
  void manyReadsAnsweredAtOnceDoNotNest() {
    pass(1);
    pass(2);
    List<UniAssertSubscriber<Integer>> many = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      many.add(
          gate.pass(() -> Uni.createFrom().item(7))
              .subscribe()
              .withSubscriber(UniAssertSubscriber.create()));
    }
    reads.get(0).complete(10);
    many.forEach(one -> one.assertItem(7));
  }

  private UniAssertSubscriber<Integer> pass(int no) {
    return gate.<Integer>pass(() -> Uni.createFrom().emitter(read -> begin(no, read)))
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create());
  }

  private void begin(int no, UniEmitter<? super Integer> read) {
    begun.add(no);
    reads.add(read);
  }
}
