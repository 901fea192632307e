package io.anteroom.upload.s3;

import io.anteroom.async.CallerContext;
import io.anteroom.upload.SpoolUnavailableException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.core.BytesWrapper;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of the bucket. Names are those after the prefix of the settings. Each answer comes on
 * the Vert.x context of its caller. Every failure is a {@link SpoolUnavailableException}. What is
 * sent must not change until the call has ended. Thread-safe.
 */
@Singleton
public class Bucket {

  private final S3AsyncClient client;
  private final String id; // its name at the server
  private final String prefix;

  public Bucket(S3SpoolSettings settings, Vertx vertx) {
    this.client = BucketClient.of(settings, vertx.getDelegate().nettyEventLoopGroup());
    this.id = settings.bucket().orElseThrow();
    this.prefix = settings.prefix();
  }

  @PreDestroy
  public void close() {
    client.close();
  }

  String id() {
    return id;
  }

  String key(String name) {
    return prefix + name;
  }

  String name(String key) {
    return key.substring(prefix.length());
  }

  /** The whole of a small object, within seconds; empty where it is not there. */
  Uni<Optional<String>> get(String name) {
    return found(
            s3 ->
                s3.getObject(
                    r -> r.bucket(id).key(key(name)).overrideConfiguration(BucketClient::quick),
                    AsyncResponseTransformer.toBytes()))
        .map(found -> found.map(BytesWrapper::asUtf8String));
  }

  Uni<Void> put(String name, ByteBuffer content) {
    return put(name, content, null);
  }

  /** The same; but if the server knows such calls, what is there already is not changed. */
  Uni<Void> putNew(String name, ByteBuffer content) {
    return put(name, content, "*")
        .onFailure(BucketFailure::isThereAlready)
        .recoverWithNull()
        .onFailure(BucketFailure::isNotImplemented)
        .recoverWithUni(() -> put(name, content));
  }

  private Uni<Void> put(String name, ByteBuffer content, String unless) {
    AsyncRequestBody body = AsyncRequestBody.fromByteBufferUnsafe(content);
    return call(s3 -> s3.putObject(r -> r.bucket(id).key(key(name)).ifNoneMatch(unless), body))
        .replaceWithVoid();
  }

  /**
   * The size of an object in bytes; empty where it is not there. The answer to HEAD has no words: a
   * 404 of a gateway that finds no server looks like one of the bucket, so that is asked again.
   */
  Uni<Optional<Long>> size(String name) {
    return call(s3 -> s3.headObject(r -> r.bucket(id).key(key(name))))
        .map(head -> Optional.of(head.contentLength()))
        .onFailure(BucketFailure::isWordless404)
        .recoverWithUni(() -> missing(name));
  }

  private Uni<Optional<Long>> missing(String name) {
    return read(name, 0, 0)
        .<Optional<Long>>map(
            found -> {
              throw new SpoolUnavailableException("the object is back", null);
            })
        .onFailure(BucketFailure::isNotFound)
        .recoverWithItem(Optional.empty());
  }

  /** Some bytes of an object, the last one included; fails where it is not there. */
  Uni<Buffer> read(String name, long first, long last) {
    String range = "bytes=%d-%d".formatted(first, last);
    return call(s3 ->
            s3.getObject(
                r -> r.bucket(id).key(key(name)).range(range), AsyncResponseTransformer.toBytes()))
        .map(bytes -> Buffer.buffer(bytes.asByteArrayUnsafe()));
  }

  /** Copies an object within the bucket; false where it is not there. */
  Uni<Boolean> copy(String from, String to) {
    return found(
            s3 ->
                s3.copyObject(
                    r ->
                        r.sourceBucket(id)
                            .sourceKey(key(from))
                            .destinationBucket(id)
                            .destinationKey(key(to))
                            .overrideConfiguration(BucketClient::slow)))
        .map(Optional::isPresent);
  }

  /** One that is not there is no error. */
  Uni<Void> remove(String name) {
    return found(s3 -> s3.deleteObject(r -> r.bucket(id).key(key(name)))).replaceWithVoid();
  }

  Uni<Void> each(Consumer<S3Object> each) {
    return call(s3 -> objects().subscribe(each));
  }

  /** Whether an object has such a name; lists no more than it must. */
  Uni<Boolean> has(Predicate<String> name) {
    AtomicBoolean found = new AtomicBoolean();
    return call(s3 ->
            objects()
                .filter(object -> name.test(name(object.key())))
                .limit(1)
                .subscribe(object -> found.set(true)))
        .map(listed -> found.get());
  }

  private SdkPublisher<S3Object> objects() {
    return client.listObjectsV2Paginator(r -> r.bucket(id).prefix(prefix)).contents();
  }

  /** Empty where the bucket says that it is not there. */
  <T> Uni<Optional<T>> found(Function<S3AsyncClient, CompletableFuture<T>> call) {
    return call(call)
        .map(Optional::of)
        .onFailure(BucketFailure::isNotFound)
        .recoverWithItem(Optional.empty());
  }

  /**
   * Not on an event loop: the client signs what it sends, and may wait for credentials. Nor on
   * another worker than that of a caller who waits: all may wait.
   */
  <T> Uni<T> call(Function<S3AsyncClient, CompletableFuture<T>> call) {
    Uni<T> made = Uni.createFrom().completionStage(() -> call.apply(client));
    Uni<T> onWorker = made.runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    return Uni.createFrom()
        .deferred(() -> Context.isOnEventLoopThread() ? onWorker : made)
        .onFailure()
        .transform(failure -> BucketFailure.of(id, failure))
        .emitOn(CallerContext.executor());
  }
}
