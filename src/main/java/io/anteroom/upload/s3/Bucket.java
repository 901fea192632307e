package io.anteroom.upload.s3;

import io.anteroom.async.CallerContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.BytesWrapper;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The calls of the bucket. Names are those after the prefix of the settings. Each answer comes on
 * the Vert.x context of its caller. Every failure is a {@link
 * io.anteroom.upload.SpoolUnavailableException}. Thread-safe.
 */
@Singleton
public class Bucket {

  /** A server may copy a large file byte by byte. */
  private static final Duration COPY = Duration.ofMinutes(5);

  /** Asked each second whether it is there. */
  private static final Duration SENTINEL = Duration.ofSeconds(4);

  private final S3AsyncClient client;
  private final String bucket;
  private final String prefix;

  public Bucket(S3SpoolSettings settings, Vertx vertx) {
    this.client = BucketClient.of(settings, vertx.getDelegate().nettyEventLoopGroup());
    this.bucket = settings.bucket().orElseThrow();
    this.prefix = settings.prefix();
  }

  @PreDestroy
  public void close() {
    client.close();
  }

  /** Fails where the bucket is not there, refuses, or does not answer. */
  Uni<Void> demandThere() {
    return call(() -> client.listObjectsV2(r -> r.bucket(bucket).prefix(prefix).maxKeys(1)))
        .replaceWithVoid();
  }

  /** The whole of a small object; empty where it is not there. */
  Uni<Optional<String>> get(String name) {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(prefix + name)
            .overrideConfiguration(o -> o.apiCallTimeout(SENTINEL))
            .build();
    return found(
        () ->
            client
                .getObject(request, AsyncResponseTransformer.toBytes())
                .thenApply(BytesWrapper::asUtf8String));
  }

  Uni<Void> put(String name, ByteBuffer content) {
    return call(() -> client.putObject(r -> r.bucket(bucket).key(prefix + name), body(content)))
        .replaceWithVoid();
  }

  /** The same, but where it is there already nothing is changed. */
  Uni<Void> putNew(String name, ByteBuffer content) {
    return call(() ->
            client.putObject(
                r -> r.bucket(bucket).key(prefix + name).ifNoneMatch("*"), body(content)))
        .replaceWithVoid()
        .onFailure(BucketFailure::isThereAlready)
        .recoverWithNull();
  }

  /** Begins a multipart upload; its id. */
  Uni<String> beginUpload(String name) {
    return call(() -> client.createMultipartUpload(r -> r.bucket(bucket).key(prefix + name)))
        .map(CreateMultipartUploadResponse::uploadId);
  }

  /**
   * Adds a part; its tag.
   *
   * @param number from 1 on
   */
  Uni<String> addPart(String name, String upload, int number, ByteBuffer content) {
    return call(() ->
            client.uploadPart(
                r -> r.bucket(bucket).key(prefix + name).uploadId(upload).partNumber(number),
                body(content)))
        .map(UploadPartResponse::eTag);
  }

  /** Makes an object of the parts with these tags. */
  Uni<Void> completeUpload(String name, String upload, List<String> tags) {
    List<CompletedPart> parts =
        IntStream.range(0, tags.size())
            .mapToObj(i -> CompletedPart.builder().partNumber(i + 1).eTag(tags.get(i)).build())
            .toList();
    return call(() ->
            client.completeMultipartUpload(
                r ->
                    r.bucket(bucket)
                        .key(prefix + name)
                        .uploadId(upload)
                        .multipartUpload(m -> m.parts(parts))))
        .replaceWithVoid();
  }

  Uni<Void> abortUpload(String name, String upload) {
    return found(
            () ->
                client.abortMultipartUpload(
                    r -> r.bucket(bucket).key(prefix + name).uploadId(upload)))
        .replaceWithVoid();
  }

  /** The size of an object in bytes; empty where it is not there. */
  Uni<Optional<Long>> size(String name) {
    return found(
        () ->
            client
                .headObject(r -> r.bucket(bucket).key(prefix + name))
                .thenApply(HeadObjectResponse::contentLength));
  }

  /** Some bytes of an object, the last one included; fails where it is not there. */
  Uni<Buffer> read(String name, long first, long last) {
    return call(() ->
            client.getObject(
                r ->
                    r.bucket(bucket).key(prefix + name).range("bytes=%d-%d".formatted(first, last)),
                AsyncResponseTransformer.toBytes()))
        .map(bytes -> Buffer.buffer(bytes.asByteArrayUnsafe()));
  }

  /** Copies an object within the bucket; false where it is not there. */
  Uni<Boolean> copy(String from, String to) {
    return found(
            () ->
                client.copyObject(
                    r ->
                        r.sourceBucket(bucket)
                            .sourceKey(prefix + from)
                            .destinationBucket(bucket)
                            .destinationKey(prefix + to)
                            .overrideConfiguration(o -> o.apiCallTimeout(COPY))))
        .map(Optional::isPresent);
  }

  /** One that is not there is no error. */
  Uni<Void> remove(String name) {
    return found(() -> client.deleteObject(r -> r.bucket(bucket).key(prefix + name)))
        .replaceWithVoid();
  }

  /** Shows all objects. */
  Uni<Void> eachObject(Consumer<S3Object> each) {
    return call(
        () ->
            client
                .listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix))
                .contents()
                .subscribe(each));
  }

  /**
   * Shows the multipart uploads that are under way.
   *
   * @param start what their names begin with
   */
  Uni<Void> eachUpload(String start, Consumer<MultipartUpload> each) {
    return call(
        () ->
            client
                .listMultipartUploadsPaginator(r -> r.bucket(bucket).prefix(prefix + start))
                .uploads()
                .subscribe(each));
  }

  /** The name of an object or upload with this key. */
  String name(String key) {
    return key.substring(prefix.length());
  }

  private <T> Uni<Optional<T>> found(Supplier<CompletableFuture<T>> call) {
    return call(call)
        .map(Optional::of)
        .onFailure(BucketFailure::isNotFound)
        .recoverWithItem(Optional.empty());
  }

  /**
   * Not on an event loop: the client signs what it sends, and may wait for credentials. Nor on
   * another worker than that of a caller who waits: all may wait.
   */
  private <T> Uni<T> call(Supplier<CompletableFuture<T>> call) {
    Uni<T> made = Uni.createFrom().completionStage(call);
    Uni<T> onWorker = made.runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    return Uni.createFrom()
        .deferred(() -> Context.isOnEventLoopThread() ? onWorker : made)
        .onFailure()
        .transform(failure -> BucketFailure.of(bucket, failure))
        .emitOn(CallerContext.executor());
  }

  /** What is sent must not change until the call has ended. */
  private static AsyncRequestBody body(ByteBuffer content) {
    return AsyncRequestBody.fromByteBufferUnsafe(content);
  }
}
