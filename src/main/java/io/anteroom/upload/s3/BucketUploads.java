package io.anteroom.upload.s3;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The multipart uploads of a bucket, as {@link Bucket} has its objects. Thread-safe. */
record BucketUploads(Bucket bucket) {

  /** Begins one; its id. */
  Uni<String> begin(String name) {
    return bucket
        .call(s3 -> s3.createMultipartUpload(r -> r.bucket(bucket.id()).key(bucket.key(name))))
        .map(CreateMultipartUploadResponse::uploadId);
  }

  /**
   * Adds a part; its tag.
   *
   * @param no from 1 on
   */
  Uni<String> add(String name, String id, int no, ByteBuffer content) {
    AsyncRequestBody body = AsyncRequestBody.fromByteBufferUnsafe(content);
    return bucket
        .call(
            s3 ->
                s3.uploadPart(
                    r -> r.bucket(bucket.id()).key(bucket.key(name)).uploadId(id).partNumber(no),
                    body))
        .map(UploadPartResponse::eTag);
  }

  /** Makes an object of the parts with these tags. */
  Uni<Void> complete(String name, String id, List<String> tags) {
    List<CompletedPart> parts =
        IntStream.range(0, tags.size())
            .mapToObj(i -> CompletedPart.builder().partNumber(i + 1).eTag(tags.get(i)).build())
            .toList();
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
  Uni<Void> abort(String name, String id) {
    return bucket
        .found(
            s3 ->
                s3.abortMultipartUpload(
                    r -> r.bucket(bucket.id()).key(bucket.key(name)).uploadId(id)))
        .replaceWithVoid();
  }

  /** Aborts all of this name. */
  Uni<Void> abortAll(String name) {
    List<String> ids = new ArrayList<>();
    return each(name, upload -> ids.add(upload.uploadId()))
        .onItem()
        .transformToMulti(listed -> Multi.createFrom().iterable(ids))
        .onItem()
        .transformToUniAndConcatenate(id -> abort(name, id))
        .onItem()
        .ignoreAsUni();
  }

  /**
   * Shows those that are under way.
   *
   * @param start what their names begin with
   */
  Uni<Void> each(String start, Consumer<MultipartUpload> each) {
    return bucket.call(
        s3 ->
            s3.listMultipartUploadsPaginator(r -> r.bucket(bucket.id()).prefix(bucket.key(start)))
                .uploads()
                .subscribe(each));
  }
}
