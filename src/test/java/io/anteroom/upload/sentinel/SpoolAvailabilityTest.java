package io.anteroom.upload.sentinel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A storage that hangs is away, also while every request checks it again. */
class SpoolAvailabilityTest {

  private final UUID id = UUID.randomUUID();
  private final AtomicLong now = new AtomicLong();
  private final Hanging storage = new Hanging();
  private final SpoolAvailability presence = new SpoolAvailability(storage, now::get);

  @Test
  void furtherChecksDoNotHideThatTheFirstOneHangs() {
    presence.expect(id);
    presence.check();
    assertEquals(Optional.empty(), presence.trouble());
    storage.hung = new CountDownLatch(1);
    CompletableFuture<Boolean> first = begin(1);
    now.addAndGet(Duration.ofSeconds(4).toNanos());
    CompletableFuture<Boolean> second = begin(2);
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertEquals(Optional.of("it does not answer"), presence.trouble());
    storage.hung.countDown();
    CompletableFuture.allOf(first, second).orTimeout(20, TimeUnit.SECONDS).join();
    assertEquals(Optional.empty(), presence.trouble());
  }

  private CompletableFuture<Boolean> begin(int no) {
    CompletableFuture<Boolean> check = CompletableFuture.supplyAsync(presence::check);
    Awaitility.await().until(() -> storage.readers.get() == no);
    return check;
  }

  /** The sentinel of a directory whose server has gone away. */
  private final class Hanging implements SpoolSentinel {

    private final AtomicLong readers = new AtomicLong();
    private volatile CountDownLatch hung;

    @Override
    public Optional<UUID> read() {
      CountDownLatch latch = hung;
      if (latch != null) {
        readers.incrementAndGet();
        try {
          latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return Optional.of(id);
    }

    @Override
    public UUID make(UUID made) {
      return id;
    }

    @Override
    public UUID replace(UUID replaced) {
      return id;
    }

    @Override
    public boolean isAmongFilesOfTasks() {
      return false;
    }
  }
}
