package io.anteroom.upload.sentinel;

import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.SpoolSettings;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * Checks each second whether the spool on disk or in a bucket is there, and says once when it goes
 * and when it is back.
 */
@Singleton
public class SpoolWatch {

  private static final Logger LOG = Logger.getLogger(SpoolWatch.class);

  private final SpoolAvailability presence;
  private final SpoolAdoption adoption;
  private final boolean used;
  private String told = "";

  public SpoolWatch(SpoolAvailability presence, SpoolAdoption adoption, SpoolSettings settings) {
    this.presence = presence;
    this.adoption = adoption;
    this.used = settings.kind() != SpoolKind.DATABASE;
  }

  /** Before the first upload. */
  void start(@Observes StartupEvent event) {
    watch();
  }

  @Scheduled(every = "1s", delayed = "1s", concurrentExecution = ConcurrentExecution.SKIP)
  public synchronized void watch() {
    if (!used) {
      return;
    }
    if (!presence.check()) {
      learn();
      presence.check();
    }
    tell();
  }

  private void learn() {
    try {
      presence.expect(adoption.spoolInUse());
    } catch (IOException | RuntimeException e) {
      LOG.debugf("which spool is in use is not known: %s", e);
    }
  }

  private void tell() {
    String trouble = presence.trouble().orElse("");
    if (trouble.equals(told)) {
      return;
    }
    if (trouble.isEmpty()) {
      LOG.infof("the spool %s is there%s", presence.expected(), told.isEmpty() ? "" : " again");
    } else {
      LOG.warnf(
          "the spool is away, uploads get 503 and those that wait go on waiting: %s", trouble);
    }
    told = trouble;
  }
}
