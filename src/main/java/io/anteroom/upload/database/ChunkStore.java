package io.anteroom.upload.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/** The bytes of the files in the database. Thread-safe. */
@Singleton
public class ChunkStore {

  /** A file that was removed gets no further chunk. */
  private static final String APPEND =
      """
      insert into spool_chunk (partition_no, content, no, data)
      select f.partition_no, f.content, $2, $3
      from spool_file f, %s
      where f.name = $1 and f.size is null
      """
          .formatted(SpoolFileStore.NOT_AT_ONCE);

  private static final String READ =
      "select data from spool_chunk where partition_no = $1 and content = $2 and no = $3";

  private final Pool pool;

  public ChunkStore(Pool pool) {
    this.pool = pool;
  }

  /**
   * Adds a chunk to a file that is received; false where it was removed meanwhile.
   *
   * @param no from 0 on
   */
  Uni<Boolean> append(UUID content, int no, Buffer data) {
    return pool.preparedQuery(APPEND)
        .execute(Tuple.of(content, no).addBuffer(data))
        .map(rows -> rows.rowCount() > 0);
  }

  /** A chunk of a file; fails where it is not there. */
  Uni<Buffer> read(SpoolFile file, int no) {
    return pool.preparedQuery(READ)
        .execute(Tuple.of(file.partition(), file.content(), no))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw new UncheckedIOException(new IOException("chunk %d is gone".formatted(no)));
              }
              return rows.iterator().next().getBuffer(0);
            });
  }
}
