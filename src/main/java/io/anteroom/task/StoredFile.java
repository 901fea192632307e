package io.anteroom.task;

import io.vertx.mutiny.sqlclient.Row;

/**
 * An uploaded file in the spool, as the row of its task describes it.
 *
 * @param path its path, relative to the spool's directory
 * @param name its name, as the client gave it; null where it gave none
 * @param type its media type, as the client gave it; null where it gave none
 * @param size its size in bytes
 * @param sha256 the SHA-256 of its content, in hex
 */
public record StoredFile(String path, String name, String type, long size, String sha256) {

  /** Reads the columns {@code file_*} of a row; null where the task has no file. */
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

  /** The same content at another path in the spool. */
  public StoredFile at(String otherPath) {
    return new StoredFile(otherPath, name, type, size, sha256);
  }
}
