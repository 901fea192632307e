package io.anteroom.upload.s3;

import static io.anteroom.upload.s3.BucketClient.await;

import io.anteroom.upload.OfSpoolKind;
import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.sentinel.SpoolSentinel;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** The sentinel of a bucket: an object. */
@OfSpoolKind(SpoolKind.S3)
@Singleton
public class BucketSentinel implements SpoolSentinel {

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
}
