package io.anteroom.submit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.account.Account;
import io.anteroom.async.Ticker;
import io.anteroom.upstream.AccountAvailability;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Vetoed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** When a lane takes its next step, on a real PostgreSQL. Only the upstream is not there. */
class SubmitLaneTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();

  @AutoClose private final Vertx vertx = Vertx.vertx();

  private final TaskLives lives = new TaskLives(postgres.pool());

  /** Nothing else wakes it: there are no ticks here. */
  @Test
  void aFullLaneSendsTheNextTaskWhenOneHasEnded() {
    TaskLives.slots(postgres.pool(), 200);
    lives.accept(2);
    HeldCalls calls = new HeldCalls();
    CountedSteps steps = new CountedSteps();
    SubmitLane lane = lives.lane(calls, steps, 1, vertx);
    lane.wake();
    await().atMost(PATIENCE).until(() -> steps.taken.get() == 2);
    assertEquals(1, calls.ends.size(), "one is under way, and the lane has seen that it is full");
    calls.ends.get(0).complete(null);
    await().atMost(PATIENCE).until(() -> calls.ends.size() == 2);
    calls.ends.get(1).complete(null);
    await().atMost(PATIENCE).until(() -> !lane.isBusy());
    lane.stop();
  }

  /** Each is under way until its end comes. */
  private static final class HeldCalls extends Submission {

    private final List<CompletableFuture<Void>> ends = new CopyOnWriteArrayList<>();

    HeldCalls() {
      super(null, null, null);
    }

    @Override
    Uni<Void> run(PermittedSubmit submit) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      ends.add(end);
      return Uni.createFrom().completionStage(end);
    }
  }

  /** The account is let in; each step asks once whether it is paused. */
  @Vetoed
  private static final class CountedSteps extends AccountAvailability {

    private final AtomicInteger taken = new AtomicInteger();

    CountedSteps() {
      super(null, null, Ticker.SYSTEM);
    }

    @Override
    public boolean isPaused(Account account) {
      taken.incrementAndGet();
      return false;
    }

    @Override
    public boolean isShut(Account account) {
      return false;
    }
  }
}
