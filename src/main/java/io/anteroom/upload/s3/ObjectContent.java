package io.anteroom.upload.s3;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.stream.LongStream;

/** The content of an object, read as it is asked for. Stateless. */
final class ObjectContent {

  /** What one call reads, in bytes. A reader holds so much of a file. */
  private static final int RANGE = 1024 * 1024;

  /** How much of it is handed on at once, in bytes. */
  private static final int PIECE = 256 * 1024;

  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(2);

  /** A reader waits so long for a bucket that has gone away meanwhile. */
  private static final Duration OUTAGE = Duration.ofSeconds(20);

  private ObjectContent() {}

  /** In pieces; fails where the object is not there. */
  static Multi<Buffer> of(Bucket bucket, String name) {
    return retrying(bucket.size(name))
        .map(size -> size.orElseThrow(ObjectContent::gone))
        .onItem()
        .transformToMulti(
            size ->
                starts(size, RANGE)
                    .onItem()
                    .transformToUniAndConcatenate(
                        first ->
                            retrying(bucket.read(name, first, Math.min(size, first + RANGE) - 1))))
        .onItem()
        .transformToMultiAndConcatenate(
            range ->
                starts(range.length(), PIECE)
                    .map(Math::toIntExact)
                    .map(at -> range.slice(at, Math.min(range.length(), at + PIECE))));
  }

  private static Multi<Long> starts(long size, long step) {
    return Multi.createFrom()
        .iterable(() -> LongStream.iterate(0, at -> at < size, at -> at + step).iterator());
  }

  /** A submit that has begun would be in doubt if it broke off. */
  private static <T> Uni<T> retrying(Uni<T> call) {
    return call.onFailure(failure -> !BucketFailure.isNotFound(failure))
        .retry()
        .withBackOff(FIRST_RETRY, LAST_RETRY)
        .expireIn(OUTAGE.toMillis());
  }

  private static UncheckedIOException gone() {
    return new UncheckedIOException(new IOException("the file is gone"));
  }
}
