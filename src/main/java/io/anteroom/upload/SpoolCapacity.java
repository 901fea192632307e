package io.anteroom.upload;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * How much room the spool has, measured now and then on a worker thread, so that an upload can be
 * refused before it is read and no event loop waits for a disk. Thread-safe.
 */
@Singleton
public class SpoolCapacity {

  private final SpoolSettings settings;
  private final Spool spool;
  private final SpoolFiles contents;
  private volatile long free = Long.MAX_VALUE;
  private volatile long used;

  public SpoolCapacity(SpoolSettings settings, Spool spool, SpoolFiles contents) {
    this.settings = settings;
    this.spool = spool;
    this.contents = contents;
  }

  /** Before the first upload, and not by the schedule: that would run into a start that fails. */
  void start(@Observes StartupEvent event) {
    measure();
  }

  @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void measure() {
    if (spool.isThere()) {
      try {
        free = spool.freeBytes();
        used = contents.usedBytes();
      } catch (SpoolUnavailableException e) {
        // whoever watches over the spool says so; what was measured last stays
      }
    }
  }

  /**
   * Why a file of this size is not taken, as a sentence; empty where it is.
   *
   * @param bytes 0 where it is not known
   */
  public Optional<String> refuses(long bytes) {
    if (used + bytes > settings.maxTotal()) {
      return Optional.of("The files that wait already fill the spool.");
    }
    return free - bytes < settings.minFree()
        ? Optional.of("The disk of the spool is nearly full.")
        : Optional.empty();
  }
}
