package io.anteroom.upload.s3;

import io.anteroom.async.FailureLog;
import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.SpoolSettings;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * How many bytes wait in the bucket, counted now and then, so that an upload can be refused before
 * it is read. What this replica stored since counts too; what others did may lead a little over the
 * bound. Thread-safe.
 */
@Singleton
public class BucketCapacity {

  private static final Logger LOG = Logger.getLogger(BucketCapacity.class);

  private final Provider<Bucket> bucket;
  private final boolean used;
  private final long maxTotal;
  private final AtomicLong bytes = new AtomicLong();

  public BucketCapacity(Provider<Bucket> bucket, SpoolSettings settings) {
    this.bucket = bucket;
    this.used = settings.kind() == SpoolKind.S3;
    this.maxTotal = settings.maxTotal();
  }

  /** Each list of a thousand objects is paid for at Amazon. */
  @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> measure() {
    return used
        ? FailureLog.recover(LOG, "measuring the spool", measured(), null)
        : Uni.createFrom().voidItem();
  }

  private Uni<Void> measured() {
    AtomicLong sum = new AtomicLong();
    return bucket
        .get()
        .eachObject(object -> sum.addAndGet(object.size()))
        .invoke(() -> bytes.set(sum.get()));
  }

  /** This replica has stored so many more bytes. */
  void stored(long more) {
    bytes.addAndGet(more);
  }

  /** As {@link io.anteroom.upload.Spool#refuses}. */
  Optional<String> refuses(long more) {
    return bytes.get() + more > maxTotal
        ? Optional.of(
            "The files that wait already fill the spool: it holds at most %d bytes."
                .formatted(maxTotal))
        : Optional.empty();
  }
}
