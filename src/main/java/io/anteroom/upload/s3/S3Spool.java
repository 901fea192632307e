package io.anteroom.upload.s3;

import io.anteroom.async.CallerContext;
import io.anteroom.async.Ticker;
import io.anteroom.upload.IncomingFile;
import io.anteroom.upload.MeasuredCapacity;
import io.anteroom.upload.OfSpoolKind;
import io.anteroom.upload.Spool;
import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.SpoolSettings;
import io.anteroom.upload.SpoolUnavailableException;
import io.anteroom.upload.sentinel.SpoolAvailability;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Uploads as objects of an S3-compatible bucket. A file goes in by parts and comes out by ranges,
 * each by a short call, so that no connection is held while a client or the upstream is slow.
 * Objects are named by their tasks, as the files of a directory are. Thread-safe.
 */
@OfSpoolKind(SpoolKind.S3)
@Singleton
public class S3Spool implements Spool {

  private static final String TASK = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  /** The name of a kept file: its task. */
  static final Pattern FILE_OF_TASK = Pattern.compile(TASK);

  private static final Pattern OURS = Pattern.compile("(" + IncomingParts.FOLDER + ")?" + TASK);

  /** Files of up to this size wait for none that is larger, in bytes. */
  private static final int SMALL = 256 * 1024;

  private final Bucket bucket;
  private final MeasuredCapacity capacity;
  private final SpoolAvailability presence;
  private final PartBuffers small;
  private final PartBuffers large;
  private final long maxFile;
  private final long maxTotal;
  private final Map<Path, IncomingParts> received = new ConcurrentHashMap<>();

  public S3Spool(
      Bucket bucket,
      BucketCapacity capacity,
      SpoolAvailability presence,
      SpoolSettings spool,
      S3SpoolSettings settings,
      Ticker ticker) {
    this.bucket = bucket;
    this.capacity = capacity.bytes();
    this.presence = presence;
    int max = settings.maxParts();
    int size = settings.partSize();
    this.small = new PartBuffers(SMALL, max * (size / SMALL), settings.partTimeout(), ticker);
    this.large = new PartBuffers(size, max, settings.partTimeout(), ticker);
    this.maxFile = spool.maxFile();
    this.maxTotal = spool.maxTotal();
  }

  @Override
  public Optional<String> trouble() {
    return presence.trouble();
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
    PartBuffer part = new PartBuffer(small, large);
    IncomingParts file = new IncomingParts(bucket, capacity, part, maxFile, received::remove);
    received.put(file.path(), file);
    return file;
  }

  @Override
  public Uni<Kept> keep(Path path, Supplier<UUID> newId) {
    IncomingParts file = received.remove(path);
    return file == null
        ? Uni.createFrom().failure(new SpoolUnavailableException("the received file is gone", null))
        : keep(file, newId.get());
  }

  /** Else it may have gone into whatever is there in the spool's place. */
  private Uni<Kept> keep(IncomingParts file, UUID id) {
    return file.keepAs(id.toString())
        .chain(this::demandThereNow)
        .map(there -> new Kept(id, id.toString(), file.size(), file.sha256()));
  }

  /** One that is missed counts only between two looks at the sentinel. */
  @Override
  public Uni<Found> check(String path, long size) {
    Uni<Found> missed = isThereNow().map(there -> there ? Found.GONE : Found.AWAY);
    return demandThereNow()
        .chain(() -> bucket.size(path))
        .chain(
            found -> found.equals(Optional.of(size)) ? Uni.createFrom().item(Found.THERE) : missed)
        .onFailure(SpoolUnavailableException.class)
        .recoverWithItem(Found.AWAY);
  }

  @Override
  public Multi<Buffer> read(String path) {
    return ObjectContent.of(bucket, path);
  }

  @Override
  public Uni<Optional<String>> link(String path, UUID id) {
    return demandThereNow()
        .chain(() -> bucket.copy(path, id.toString()))
        .map(copied -> copied ? Optional.of(id.toString()) : Optional.empty());
  }

  /** Of what was never received whole the multipart upload is aborted. */
  @Override
  public Uni<Void> remove(String path) {
    return demandThereNow()
        .chain(
            () ->
                path.startsWith(IncomingParts.FOLDER)
                    ? ObjectUpload.abortAll(bucket, path).chain(() -> bucket.remove(path))
                    : bucket.remove(path));
  }

  @Override
  public Uni<List<String>> olderThan(Instant time) {
    return isThereNow()
        .chain(there -> there ? namesBefore(time) : Uni.createFrom().item(List.of()));
  }

  private Uni<List<String>> namesBefore(Instant time) {
    List<String> names = new ArrayList<>();
    return bucket
        .each(object -> add(names, object.key(), object.lastModified().isBefore(time)))
        .chain(
            () ->
                ObjectUpload.each(
                    bucket,
                    IncomingParts.FOLDER,
                    upload -> add(names, upload.key(), upload.initiated().isBefore(time))))
        .replaceWith(names);
  }

  private void add(List<String> names, String key, boolean old) {
    String name = bucket.name(key);
    if (old && OURS.matcher(name).matches()) {
      names.add(name);
    }
  }

  private Uni<Boolean> isThereNow() {
    return Uni.createFrom()
        .item(presence::check)
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .emitOn(CallerContext.executor());
  }

  private Uni<Boolean> demandThereNow() {
    return isThereNow().invoke(this::demandThere);
  }
}
