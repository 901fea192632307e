package io.anteroom.upload.s3;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** The multipart upload of one object. Used by one thread at a time, but for {@link #abort()}. */
final class ObjectUpload {

  private final Bucket bucket;
  private final String name;
  private final List<CompletedPart> parts = new ArrayList<>();
  private volatile String id;

  ObjectUpload(Bucket bucket, String name) {
    this.bucket = bucket;
    this.name = name;
  }

  boolean hasBegun() {
    return id != null;
  }

  Uni<Void> begin() {
    return bucket
        .call(s3 -> s3.createMultipartUpload(r -> r.bucket(bucket.id()).key(bucket.key(name))))
        .invoke(begun -> id = begun.uploadId())
        .replaceWithVoid();
  }

  Uni<Void> add(ByteBuffer content) {
    int no = parts.size() + 1;
    AsyncRequestBody body = AsyncRequestBody.fromByteBufferUnsafe(content);
    return bucket
        .call(
            s3 ->
                s3.uploadPart(
                    r -> r.bucket(bucket.id()).key(bucket.key(name)).uploadId(id).partNumber(no),
                    body))
        .invoke(
            added -> parts.add(CompletedPart.builder().partNumber(no).eTag(added.eTag()).build()))
        .replaceWithVoid();
  }

  /** Makes an object of the parts. */
  Uni<Void> complete() {
    return bucket
        .call(
            s3 ->
                s3.completeMultipartUpload(
                    r ->
                        r.bucket(bucket.id())
                            .key(bucket.key(name))
                            .uploadId(id)
                            .multipartUpload(m -> m.parts(parts))
                            .overrideConfiguration(BucketClient::slow)))
        .replaceWithVoid();
  }

  /** One that is not there is no error. */
  Uni<Void> abort() {
    return abort(bucket, name, id);
  }

  private static Uni<Void> abort(Bucket bucket, String name, String id) {
    return bucket
        .found(
            s3 ->
                s3.abortMultipartUpload(
                    r -> r.bucket(bucket.id()).key(bucket.key(name)).uploadId(id)))
        .replaceWithVoid();
  }

  /** Aborts all of an object. */
  static Uni<Void> abortAll(Bucket bucket, String name) {
    List<String> ids = new ArrayList<>();
    return each(bucket, name, upload -> ids.add(upload.uploadId()))
        .onItem()
        .transformToMulti(listed -> Multi.createFrom().iterable(ids))
        .onItem()
        .transformToUniAndConcatenate(id -> abort(bucket, name, id))
        .onItem()
        .ignoreAsUni();
  }

  /**
   * Shows those that are under way.
   *
   * @param start what the names of their objects begin with
   */
  static Uni<Void> each(Bucket bucket, String start, Consumer<MultipartUpload> each) {
    return bucket.call(
        s3 ->
            s3.listMultipartUploadsPaginator(r -> r.bucket(bucket.id()).prefix(bucket.key(start)))
                .uploads()
                .subscribe(each));
  }
}
