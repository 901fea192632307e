package io.anteroom.upload.s3;

import io.anteroom.async.FailureLog;
import io.anteroom.upload.MeasuredCapacity;
import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.SpoolSettings;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Measures how many bytes wait in the bucket. Thread-safe. */
@Singleton
public class BucketCapacity {

  private static final Logger LOG = Logger.getLogger(BucketCapacity.class);

  private final Provider<Bucket> bucket;
  private final boolean used;
  private final MeasuredCapacity bytes;

  public BucketCapacity(Provider<Bucket> bucket, SpoolSettings settings) {
    this.bucket = bucket;
    this.used = settings.kind() == SpoolKind.S3;
    this.bytes = new MeasuredCapacity(settings.maxTotal());
  }

  MeasuredCapacity bytes() {
    return bytes;
  }

  /** Each list of a thousand objects is paid for at Amazon. */
  @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> measure() {
    return used
        ? FailureLog.recover(LOG, "measuring the spool", bytes.measure(objects()), null)
        : Uni.createFrom().voidItem();
  }

  private Uni<Long> objects() {
    AtomicLong sum = new AtomicLong();
    return bucket.get().each(object -> sum.addAndGet(object.size())).map(listed -> sum.get());
  }
}
