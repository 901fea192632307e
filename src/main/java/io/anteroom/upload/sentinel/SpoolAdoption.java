package io.anteroom.upload.sentinel;

import io.anteroom.cluster.Replica;
import io.anteroom.upload.SpoolIdStore;
import io.anteroom.upload.SpoolSettings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Decides whether a directory or bucket that is not the spool in use becomes it: the first one of
 * all, the one that takes the place of a spool that nobody needs any more, or the one that the
 * operator says it is. Everything blocks; for worker threads.
 */
@Singleton
public class SpoolAdoption {

  private static final Logger LOG = Logger.getLogger(SpoolAdoption.class);
  private static final Duration DATABASE_WAIT = Duration.ofSeconds(5);
  private static final Duration DECISION = Duration.ofSeconds(30);

  private final SpoolAvailability presence;
  private final SpoolIdStore ids;
  private final Replica replica;
  private final boolean told;

  public SpoolAdoption(
      SpoolAvailability presence, SpoolIdStore ids, Replica replica, SpoolSettings settings) {
    this.presence = presence;
    this.ids = ids;
    this.replica = replica;
    this.told = settings.adopt();
  }

  /**
   * The id of the spool in use, once one that may become it has become it; null where there is none
   * yet. One replica at a time decides: not every storage tells two of them that write a sentinel
   * at once which one was first.
   */
  UUID spoolInUse() throws IOException {
    Optional<UUID> current = current();
    return isSettled(current, presence.found())
        ? current.get()
        : ids.alone(this::decide).await().atMost(DECISION).orElse(current).orElse(null);
  }

  private Optional<UUID> decide() throws IOException {
    Optional<UUID> current = current();
    Optional<UUID> found = presence.found();
    return !isSettled(current, found) && mayBecomeIt(current, found)
        ? Optional.of(adopt(current.orElse(null), found))
        : current;
  }

  private Optional<UUID> current() {
    return ids.current().await().atMost(DATABASE_WAIT);
  }

  private boolean isSettled(Optional<UUID> current, Optional<UUID> found) {
    return current.isPresent() && (current.equals(found) || presence.wasEverThere());
  }

  /**
   * Files of tasks that this database does not know may be another installation's, whose spool this
   * must not become: their tasks are not here, and the sweep would remove them.
   */
  private boolean mayBecomeIt(Optional<UUID> current, Optional<UUID> found) throws IOException {
    if (told) {
      return true;
    }
    if (current.isEmpty()) {
      return found.isEmpty() || !presence.holdsFilesOfTasks();
    }
    boolean ours = found.isEmpty() || ids.isKnown(found.get()).await().atMost(DATABASE_WAIT);
    return ours && !ids.isNeeded(replica.id()).await().atMost(DATABASE_WAIT);
  }

  private UUID adopt(UUID current, Optional<UUID> found) throws IOException {
    UUID id = mark(current, found);
    UUID inUse = ids.use(id, current).await().atMost(DATABASE_WAIT);
    if (inUse.equals(id) && current != null) {
      LOG.warnf(
          "what is there becomes the spool %s; what was in the spool %s is lost", id, current);
    }
    return inUse;
  }

  /** An id names one spool for ever: one that was in use before gets another one now. */
  private UUID mark(UUID current, Optional<UUID> found) throws IOException {
    if (found.isEmpty()) {
      return presence.make(UUID.randomUUID());
    }
    return current == null ? found.get() : presence.replace(UUID.randomUUID());
  }
}
