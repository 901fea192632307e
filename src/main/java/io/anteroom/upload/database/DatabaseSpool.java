package io.anteroom.upload.database;

import io.anteroom.upload.IncomingFile;
import io.anteroom.upload.MeasuredCapacity;
import io.anteroom.upload.OfSpoolKind;
import io.anteroom.upload.Spool;
import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.SpoolUnavailableException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Uploads in tables of the database that the tasks are in. A file goes in and comes out in chunks,
 * each by a short statement, so that no connection is held while a client or the upstream is slow.
 * A failure is the database's own. Thread-safe.
 */
@OfSpoolKind(SpoolKind.DATABASE)
@Singleton
public class DatabaseSpool implements Spool {

  private final DatabaseSpoolAdoption adoption;
  private final MeasuredCapacity capacity;
  private final SpoolFileStore files;
  private final ChunkStore chunks;
  private final long maxFile;
  private final long maxTotal;

  public DatabaseSpool(
      DatabaseSpoolAdoption adoption,
      DatabaseCapacity capacity,
      SpoolFileStore files,
      ChunkStore chunks,
      DatabaseSpoolSettings settings) {
    this.adoption = adoption;
    this.capacity = capacity.bytes();
    this.files = files;
    this.chunks = chunks;
    this.maxFile = settings.maxFile();
    this.maxTotal = settings.maxTotal();
  }

  @Override
  public Optional<String> trouble() {
    return adoption.trouble();
  }

  @Override
  public long maxFile() {
    return maxFile;
  }

  @Override
  public long maxTotal() {
    return maxTotal;
  }

  @Override
  public long usedBytes() {
    return capacity.used();
  }

  @Override
  public Optional<String> refuses(long bytes) {
    return capacity.refuses(bytes);
  }

  @Override
  public IncomingFile receive() {
    return IncomingChunks.begin(files, chunks, capacity, maxFile);
  }

  @Override
  public Uni<Kept> keep(Path received, Supplier<UUID> newId) {
    UUID content = IncomingChunks.contentOf(received);
    return Uni.createFrom()
        .item(newId)
        .chain(
            id ->
                files
                    .rename(content, id)
                    .onItem()
                    .ifNull()
                    .failWith(
                        () -> new SpoolUnavailableException("the received file is gone", null))
                    .map(file -> new Kept(id, id.toString(), file.size(), file.sha256())));
  }

  @Override
  public Uni<Found> check(String path, long size) {
    if (!isThere()) {
      return Uni.createFrom().item(Found.AWAY);
    }
    return files
        .find(UUID.fromString(path))
        .map(file -> file != null && file.size() == size ? Found.THERE : Found.GONE)
        .onFailure()
        .recoverWithItem(Found.AWAY);
  }

  @Override
  public Multi<Buffer> read(String path) {
    return files
        .find(UUID.fromString(path))
        .onItem()
        .ifNull()
        .failWith(() -> new UncheckedIOException(new IOException("the file is gone")))
        .onItem()
        .transformToMulti(this::content);
  }

  /** By chunks as they are asked for, until all its bytes have come. */
  private Multi<Buffer> content(SpoolFile file) {
    if (file.size() == 0) {
      return Multi.createFrom().empty();
    }
    AtomicLong left = new AtomicLong(file.size());
    return Multi.createBy()
        .repeating()
        .uni(AtomicInteger::new, no -> chunks.read(file, no.getAndIncrement()))
        .whilst(chunk -> left.addAndGet(-chunk.length()) > 0);
  }

  @Override
  public Uni<Optional<String>> link(String path, UUID id) {
    return files
        .link(UUID.fromString(path), id)
        .map(linked -> linked ? Optional.of(id.toString()) : Optional.empty());
  }

  @Override
  public Uni<Void> remove(String path) {
    return files.remove(UUID.fromString(path));
  }

  @Override
  public Uni<List<String>> olderThan(Instant time) {
    return isThere() ? files.olderThan(time) : Uni.createFrom().item(List.of());
  }
}
