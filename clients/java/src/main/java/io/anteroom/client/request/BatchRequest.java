package io.anteroom.client.request;

import io.anteroom.client.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A request to index up to 1,000 URLs and texts at once. Each method returns a changed copy.
 * Immutable and thread-safe.
 */
public final class BatchRequest {

  private final JsonObject fields;
  private final String idempotencyKey;

  private BatchRequest(JsonObject fields, String idempotencyKey) {
    this.fields = fields;
    this.idempotencyKey = idempotencyKey;
  }

  /**
   * With these items. Their idempotency keys do not count: a batch has one key of its own.
   *
   * @param items 1 to 1,000
   * @throws IllegalArgumentException if one of them has a file
   */
  public static BatchRequest of(List<IndexRequest> items) {
    List<JsonObject> all = items.stream().map(BatchRequest::item).toList();
    return new BatchRequest(JsonObject.empty().with("items", all), null);
  }

  private static JsonObject item(IndexRequest request) {
    if (request.file().isPresent()) {
      throw new IllegalArgumentException("A batch takes no files.");
    }
    return request.fields();
  }

  /**
   * Your name for the batch.
   *
   * @param reference of 1 to 255 characters
   */
  public BatchRequest reference(String reference) {
    return new BatchRequest(fields.with("reference", reference), idempotencyKey);
  }

  /** Where one callback goes when the last task of the batch has ended. */
  public BatchRequest callbackUrl(URI callbackUrl) {
    return new BatchRequest(fields.with("callback_url", callbackUrl.toString()), idempotencyKey);
  }

  /**
   * As {@link IndexRequest#idempotencyKey(String)}.
   *
   * @param key of 1 to 255 printable ASCII characters, without a space at its ends
   * @throws IllegalArgumentException if it has others
   */
  public BatchRequest idempotencyKey(String key) {
    return new BatchRequest(fields, IdempotencyKeys.checked(key));
  }

  /** The request as JSON. */
  public JsonObject fields() {
    return fields;
  }

  /** The key, if one was given. */
  public Optional<String> idempotencyKey() {
    return Optional.ofNullable(idempotencyKey);
  }
}
