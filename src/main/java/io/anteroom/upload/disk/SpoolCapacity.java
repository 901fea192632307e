package io.anteroom.upload.disk;

import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.SpoolSettings;
import io.anteroom.upload.SpoolUnavailableException;
import io.anteroom.upload.sentinel.SpoolAvailability;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * How much room the spool on disk has, measured now and then on a worker thread, so that an upload
 * can be refused before it is read and no event loop waits for a disk. Thread-safe.
 */
@Singleton
public class SpoolCapacity {

  private final SpoolSettings settings;
  private final SpoolAvailability presence;
  private final SpoolFiles contents;
  private volatile long free = Long.MAX_VALUE;
  private volatile long used;

  public SpoolCapacity(SpoolSettings settings, SpoolAvailability presence, SpoolFiles contents) {
    this.settings = settings;
    this.presence = presence;
    this.contents = contents;
  }

  /** Before the first upload, and not by the schedule: that would run into a start that fails. */
  void start(@Observes StartupEvent event) {
    measure();
  }

  @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void measure() {
    if (settings.kind() == SpoolKind.DISK && presence.isThere()) {
      try {
        free = contents.freeBytes();
        used = contents.usedBytes();
      } catch (SpoolUnavailableException e) {
        // whoever watches over the spool says so; what was measured last stays
      }
    }
  }

  /** How many bytes the spool holds, as it was measured last. */
  long used() {
    return used;
  }

  /**
   * Why a file of this size is not taken, as a sentence; empty where it is.
   *
   * @param bytes 0 where it is not known
   */
  public Optional<String> refuses(long bytes) {
    if (used + bytes > settings.maxTotal()) {
      return Optional.of(
          "The files that wait already fill the spool: it holds at most %d bytes."
              .formatted(settings.maxTotal()));
    }
    return free - bytes < settings.minFree()
        ? Optional.of("The disk of the spool is nearly full.")
        : Optional.empty();
  }
}
