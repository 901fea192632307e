package io.anteroom.upload;

import io.anteroom.async.Sweep;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Removes files of the spool that no task needs: of uploads that were broken off, of tasks that
 * ended while their replica died, and of tasks that failed too long ago to be asked for again. Of a
 * directory that is not the spool it removes nothing.
 */
@Singleton
public class SpoolSweep implements Sweep {

  private static final Logger LOG = Logger.getLogger(SpoolSweep.class);

  /** An upload that is still being received may be as old as the longest upload takes. */
  private static final Duration AGE = Duration.ofHours(6);

  private final Spool spool;
  private final ReferencedFiles needed;
  private final SpoolSettings settings;
  private final Clock clock;

  public SpoolSweep(Spool spool, ReferencedFiles needed, SpoolSettings settings, Clock clock) {
    this.spool = spool;
    this.needed = needed;
    this.settings = settings;
    this.clock = clock;
  }

  @Scheduled(
      every = "10m",
      delayed = "1m",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = Sweep.AtTicksOnly.class)
  @Override
  public Uni<Void> sweep() {
    return olderThan(settings.failedRetention())
        .chain(files -> needed.afterTheEnd(files, settings.failedRetention()))
        .chain(this::remove)
        .chain(() -> olderThan(AGE))
        .chain(needed::withoutTask)
        .chain(this::remove)
        .onFailure(SpoolUnavailableException.class)
        .recoverWithNull(); // the watch over the spool says so, and the next sweep goes on
  }

  private Uni<List<String>> olderThan(Duration age) {
    return Uni.createFrom().deferred(() -> spool.olderThan(clock.instant().minus(age)));
  }

  private Uni<Void> remove(List<String> files) {
    tell(files);
    return Multi.createFrom()
        .iterable(files)
        .onItem()
        .transformToUniAndConcatenate(this::remove)
        .onItem()
        .ignoreAsUni();
  }

  /** One that cannot be removed does not keep the others; the next sweep tries it again. */
  private Uni<Void> remove(String file) {
    return spool
        .remove(file)
        .onFailure(failure -> spool.isThere())
        .invoke(failure -> LOG.warnf("the file %s stays in the spool: %s", file, failure))
        .onFailure(failure -> spool.isThere())
        .recoverWithNull();
  }

  private void tell(List<String> files) {
    if (!files.isEmpty()) {
      LOG.infof("the spool holds %d files that no task needs; they are removed", files.size());
    }
  }
}
