package io.anteroom.client.request;

import io.anteroom.client.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request to index a text, a URL or a file. Each method returns a changed copy. Immutable and
 * thread-safe.
 */
public final class IndexRequest {

  private static final String COLLECTION = "collection_id";

  private final JsonObject fields;
  private final FileSource file;
  private final String idempotencyKey;

  private IndexRequest(JsonObject fields, FileSource file, String idempotencyKey) {
    this.fields = fields;
    this.file = file;
    this.idempotencyKey = idempotencyKey;
  }

  /**
   * Indexes a text.
   *
   * @param text not empty
   * @param collectionId the collection of the upstream that it goes to
   */
  public static IndexRequest text(String text, String collectionId) {
    return of("text", text, collectionId);
  }

  /**
   * Indexes what is at a URL. The upstream fetches it.
   *
   * @param url an absolute URL. It goes to the upstream as it is
   * @param collectionId the collection of the upstream that it goes to
   */
  public static IndexRequest url(String url, String collectionId) {
    return of("url", url, collectionId);
  }

  /**
   * Indexes a file. It is streamed, and read again if the request has to be repeated.
   *
   * @param file read when the request is sent
   * @param collectionId the collection of the upstream that it goes to
   */
  public static IndexRequest file(Path file, String collectionId) {
    return file(FileSource.of(file), collectionId);
  }

  /**
   * Indexes a file that need not be on disk.
   *
   * @param collectionId the collection of the upstream that it goes to
   */
  public static IndexRequest file(FileSource file, String collectionId) {
    Objects.requireNonNull(file, "file");
    return json(JsonObject.empty().with(COLLECTION, collectionId)).with(file);
  }

  /**
   * A request as the API of Anteroom has it.
   *
   * @param fields {@code url} or {@code text}, {@code collection_id}, and any others
   */
  public static IndexRequest json(JsonObject fields) {
    return new IndexRequest(Objects.requireNonNull(fields), null, null);
  }

  private static IndexRequest of(String name, String value, String collectionId) {
    Objects.requireNonNull(value, name);
    Objects.requireNonNull(collectionId, "collectionId");
    return json(JsonObject.empty().with(name, value).with(COLLECTION, collectionId));
  }

  /**
   * Your name for the task. Lists can be filtered by it.
   *
   * @param reference of 1 to 255 characters
   */
  public IndexRequest reference(String reference) {
    return field("reference", reference);
  }

  /**
   * Your data about it. The upstream stores it and can filter by it.
   *
   * @param metadata as {@link JsonObject#fields()}
   */
  public IndexRequest metadata(Map<String, ?> metadata) {
    return field("metadata", metadata);
  }

  /**
   * Which of your own tasks goes first.
   *
   * @param priority from -100 to 100; 0 if not given
   */
  public IndexRequest priority(int priority) {
    return field("priority", priority);
  }

  /**
   * After which time the task ends as FAILED if it has not ended.
   *
   * @param deadline counted from the accept; whole seconds, from 1 s to 30 days
   */
  public IndexRequest deadline(Duration deadline) {
    return field("deadline_seconds", deadline.toSeconds());
  }

  /** Where the callback about the end goes. */
  public IndexRequest callbackUrl(URI callbackUrl) {
    return field("callback_url", callbackUrl.toString());
  }

  /**
   * Any other field. What Anteroom does not know goes to the upstream as it is.
   *
   * @param value as in {@link JsonObject#fields()}
   * @throws IllegalArgumentException if the value is nothing that JSON has
   */
  public IndexRequest field(String name, Object value) {
    return new IndexRequest(fields.with(name, value), file, idempotencyKey);
  }

  /**
   * Your name for this request: for 24 hours the same key with the same content is the same task,
   * also after a restart of your process. Without one, each call gets a key of its own.
   *
   * @param key of 1 to 255 printable ASCII characters, without a space at its ends
   * @throws IllegalArgumentException if it has others
   */
  public IndexRequest idempotencyKey(String key) {
    return new IndexRequest(fields, file, IdempotencyKeys.checked(key));
  }

  private IndexRequest with(FileSource source) {
    return new IndexRequest(fields, source, idempotencyKey);
  }

  /** The fields, without the file. */
  public JsonObject fields() {
    return fields;
  }

  /** The file, if the request has one. */
  public Optional<FileSource> file() {
    return Optional.ofNullable(file);
  }

  /** The key, if one was given. */
  public Optional<String> idempotencyKey() {
    return Optional.ofNullable(idempotencyKey);
  }
}
