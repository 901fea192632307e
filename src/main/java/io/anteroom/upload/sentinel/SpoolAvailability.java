package io.anteroom.upload.sentinel;

import io.anteroom.async.Ticker;
import io.anteroom.upload.SpoolUnavailableException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether the directory or the bucket of the spool is the spool, by its sentinel. One that is away,
 * an empty one or another one is not; while it is not, no upload is taken, none is submitted, and
 * no file is missed or removed. Thread-safe.
 */
@Singleton
public class SpoolAvailability {

  /** A check that takes longer finds nothing that answers. */
  private static final long MAX_CHECK = Duration.ofSeconds(5).toNanos();

  private static final long NONE = Long.MIN_VALUE;

  private final SpoolSentinel sentinel;
  private final Ticker ticker;
  private volatile UUID expected;
  private volatile String trouble = "the id of the spool is not known yet";
  private volatile boolean everThere;
  private final AtomicLong checkBegan = new AtomicLong(NONE);

  public SpoolAvailability(SpoolSentinel sentinel, Ticker ticker) {
    this.sentinel = sentinel;
    this.ticker = ticker;
  }

  /** Whether the spool was there at the last check, a second ago or so. Does not block. */
  public boolean isThere() {
    return trouble().isEmpty();
  }

  /** Why it is not there, in a few words; empty where it is. Does not block. */
  public Optional<String> trouble() {
    long began = checkBegan.get();
    return began != NONE && ticker.nanos() - began > MAX_CHECK
        ? Optional.of("it does not answer")
        : Optional.ofNullable(trouble);
  }

  /** Whether this process has seen the spool at any time. */
  public boolean wasEverThere() {
    return everThere;
  }

  public void expect(UUID id) {
    expected = id;
  }

  /** The id that the sentinel must have, or null where it is not known yet. */
  public UUID expected() {
    return expected;
  }

  /** Checks whether the spool is there. Blocks; for worker threads. */
  public boolean check() {
    checkBegan.compareAndSet(NONE, ticker.nanos()); // one that hangs is not hidden by the next
    try {
      trouble = verdict(sentinel.read());
      everThere |= trouble == null;
    } catch (SpoolUnavailableException e) {
      trouble = e.getMessage();
    } catch (IOException | RuntimeException e) {
      trouble = "it cannot be read: " + e;
    } finally {
      checkBegan.set(NONE);
    }
    return isThere();
  }

  /**
   * Fails unless the spool is there, checked now. Blocks; for worker threads.
   *
   * @throws SpoolUnavailableException which says why not
   */
  public void demand() {
    if (!check()) {
      throw unavailable(null);
    }
  }

  /** The failure of an operation on the spool, whose presence is checked again. Blocks. */
  public SpoolUnavailableException failed(IOException failure) {
    check();
    return unavailable(failure);
  }

  private SpoolUnavailableException unavailable(IOException failure) {
    String why = trouble().orElseGet(() -> failure == null ? "" : failure.toString());
    return new SpoolUnavailableException("the spool cannot be used: " + why, failure);
  }

  /** The id in it, as {@link SpoolSentinel#read}. Blocks. */
  public Optional<UUID> found() throws IOException {
    return sentinel.read();
  }

  /** Makes it the spool of this id, unless it is one already. Blocks. */
  public UUID make(UUID id) throws IOException {
    return sentinel.make(id);
  }

  /** Makes it the spool of this id, whatever it was. Blocks. */
  public UUID replace(UUID id) throws IOException {
    return sentinel.replace(id);
  }

  /** As {@link SpoolSentinel#isAmongFilesOfTasks}. Blocks. */
  boolean holdsFilesOfTasks() throws IOException {
    return sentinel.isAmongFilesOfTasks();
  }

  private String verdict(Optional<UUID> found) {
    UUID wanted = expected;
    if (wanted == null) {
      return "the id of the spool is not known yet";
    }
    if (found.isEmpty()) {
      return "it has no sentinel (" + SpoolSentinel.NAME + "): it is not the spool";
    }
    return found.get().equals(wanted)
        ? null
        : "it is another spool (%s, not %s)".formatted(found.get(), wanted);
  }
}
