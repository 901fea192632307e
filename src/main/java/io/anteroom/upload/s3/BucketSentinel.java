package io.anteroom.upload.s3;

import io.anteroom.upload.OfKind;
import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.sentinel.SpoolSentinel;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The sentinel of a bucket: an object. */
@OfKind(SpoolKind.S3)
@Singleton
public class BucketSentinel implements SpoolSentinel {

  private static final Duration CALL = Duration.ofSeconds(65);

  private final Bucket bucket;

  public BucketSentinel(Bucket bucket) {
    this.bucket = bucket;
  }

  @Override
  public Optional<UUID> read() {
    return await(bucket.get(NAME)).map(SpoolSentinel::parse);
  }

  @Override
  public UUID make(UUID id) {
    if (read().isEmpty()) {
      await(bucket.putNew(NAME, content(id)));
    }
    return read().orElseThrow();
  }

  @Override
  public UUID replace(UUID id) {
    await(bucket.put(NAME, content(id)));
    return read().orElseThrow();
  }

  @Override
  public boolean isAmongFilesOfTasks() {
    return await(bucket.has(S3Spool.FILE_OF_TASK.asMatchPredicate()));
  }

  private static ByteBuffer content(UUID id) {
    return ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static <T> T await(Uni<T> call) {
    return call.await().atMost(CALL);
  }
}
