package io.anteroom.engine;

import io.anteroom.task.SpooledFiles;
import io.anteroom.upload.Spool;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Removes files of the spool that no task needs: of uploads that were broken off, and of tasks that
 * ended while their replica died.
 */
@Singleton
public class SpoolSweep {

  private static final Logger LOG = Logger.getLogger(SpoolSweep.class);

  /** An upload that is still being received may be as old as the longest upload takes. */
  private static final Duration AGE = Duration.ofHours(6);

  private final Spool spool;
  private final SpooledFiles needed;
  private final Clock clock;

  /** Only stores its parts. */
  public SpoolSweep(Spool spool, SpooledFiles needed, Clock clock) {
    this.spool = spool;
    this.needed = needed;
    this.clock = clock;
  }

  @Scheduled(every = "10m", delayed = "1m")
  Uni<Void> sweep() {
    return Uni.createFrom()
        .item(() -> spool.olderThan(clock.instant().minus(AGE)))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .chain(needed::withoutTask)
        .invoke(this::tell)
        .onItem()
        .transformToMulti(files -> Multi.createFrom().iterable(files))
        .onItem()
        .transformToUniAndConcatenate(spool::remove)
        .onItem()
        .ignoreAsUni();
  }

  private void tell(List<String> files) {
    if (!files.isEmpty()) {
      LOG.infof("the spool holds %d files that no task needs; they are removed", files.size());
    }
  }
}
