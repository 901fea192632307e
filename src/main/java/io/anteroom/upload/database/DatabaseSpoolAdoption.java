package io.anteroom.upload.database;

import io.anteroom.cluster.Replica;
import io.anteroom.upload.SpoolIdStore;
import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.SpoolSettings;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Decides whether the tables become the spool: not while a task waits for a file of another spool,
 * or another replica still uses that one, unless the operator says so. It asks each second until
 * they are. Thread-safe.
 */
@Singleton
public class DatabaseSpoolAdoption {

  private static final Logger LOG = Logger.getLogger(DatabaseSpoolAdoption.class);
  private static final Duration DATABASE_WAIT = Duration.ofSeconds(5);

  /** The tables are wherever the database is, so that one id is enough for all of them. */
  static final UUID ID = UUID.fromString("00000000-0000-4000-8000-00000000da7a");

  private final SpoolIdStore ids;
  private final Replica replica;
  private final boolean used;
  private final boolean told;
  private volatile String trouble = "which spool is in use is not known yet";

  public DatabaseSpoolAdoption(SpoolIdStore ids, Replica replica, SpoolSettings settings) {
    this.ids = ids;
    this.replica = replica;
    this.used = settings.kind() == SpoolKind.DATABASE;
    this.told = settings.adopt();
  }

  /** Why the tables are not the spool; empty where they are. Does not block. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Before the first upload. */
  void start(@Observes StartupEvent event) {
    adopt();
  }

  @Scheduled(every = "1s", delayed = "1s", concurrentExecution = ConcurrentExecution.SKIP)
  void adopt() {
    if (!used || trouble == null) {
      return;
    }
    try {
      learn(ids.current().await().atMost(DATABASE_WAIT));
    } catch (RuntimeException e) {
      LOG.debugf("which spool is in use is not known: %s", e);
    }
  }

  private void learn(Optional<UUID> current) {
    UUID inUse = current.orElse(null);
    if (!ID.equals(inUse) && (inUse == null || told || !isNeeded())) {
      inUse = ids.use(ID, inUse).await().atMost(DATABASE_WAIT);
    }
    String now = ID.equals(inUse) ? null : "tasks or replicas still need the spool " + inUse;
    if (now == null) {
      LOG.info("the spool in the database is used");
    } else if (!now.equals(trouble)) {
      LOG.warnf("uploads get 503: %s", now);
    }
    trouble = now;
  }

  private boolean isNeeded() {
    return ids.isNeeded(replica.id()).await().atMost(DATABASE_WAIT);
  }
}
