package io.anteroom.accept;

import io.anteroom.task.TaskKind;
import io.anteroom.task.Workload;
import io.vertx.mutiny.sqlclient.Row;
import java.util.UUID;

/**
 * A task to accept.
 *
 * @param id its own id, UUID v7
 * @param client whose it is
 * @param account where it is submitted
 * @param kind what it indexes
 * @param collectionId the collection it goes to
 * @param request the client's own fields, a JSON object, forwarded as they are; null where they are
 *     those of the task that it repeats
 * @param file the uploaded file, or null
 * @param wishes what the client asked of us
 * @param idempotency the client's key, or null
 * @param retryOf the task that it repeats, or null
 * @param workload which tasks it takes about as long as
 */
public record NewTask(
    UUID id,
    String client,
    String account,
    TaskKind kind,
    String collectionId,
    String request,
    StoredFile file,
    Wishes wishes,
    Idempotency idempotency,
    UUID retryOf,
    Workload workload) {

  /**
   * The same task once more, under another id, with the request that the store has.
   *
   * @param file its own copy of the file, or null
   */
  public NewTask again(UUID newId, StoredFile file, Idempotency key) {
    return new NewTask(
        newId, client, account, kind, collectionId, null, file, wishes, key, id, workload);
  }

  /**
   * An uploaded file in the spool.
   *
   * @param path below the spool
   * @param name as the client named it
   * @param type its media type
   * @param size in bytes
   * @param sha256 in hex
   */
  public record StoredFile(String path, String name, String type, long size, String sha256) {

    /** That of a row; null where it has none. */
    public static StoredFile from(Row row) {
      String path = row.getString("file_path");
      return path == null
          ? null
          : new StoredFile(
              path,
              row.getString("file_name"),
              row.getString("file_type"),
              row.getLong("file_size"),
              row.getString("file_sha256"));
    }

    /** The same content elsewhere in the spool. */
    public StoredFile at(String otherPath) {
      return new StoredFile(otherPath, name, type, size, sha256);
    }
  }

  /**
   * Our own request fields; they are not forwarded.
   *
   * @param reference the client's own name for the task, or null
   * @param priority higher goes first within the client
   * @param deadlineSeconds how long after its accept it ends as FAILED unless it has ended, or null
   * @param callbackUrl who is told of its end, or null
   */
  public record Wishes(
      String reference, int priority, Integer deadlineSeconds, String callbackUrl) {

    /** Nothing asked for. */
    public static final Wishes NONE = new Wishes(null, 0, null, null);

    /** The same, and this URL is told of the end. */
    public Wishes toldTo(String url) {
      return new Wishes(reference, priority, deadlineSeconds, url);
    }
  }

  /**
   * An idempotency key (draft-ietf-httpapi-idempotency-key-header).
   *
   * @param key as the client sent it
   * @param fingerprint of the content it came with
   */
  public record Idempotency(String key, String fingerprint) {}
}
