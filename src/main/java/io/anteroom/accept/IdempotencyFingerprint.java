package io.anteroom.accept;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.async.Sha256;
import io.anteroom.async.json.CanonicalJson;
import io.anteroom.task.TaskKind;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The content that an idempotency key stands for: SHA-256 over named fields in a fixed order. A
 * field without a value is left out, so that a new optional field does not change the fingerprints
 * of requests that do not use it. Stored fingerprints are compared with those of later versions:
 * names, order and the way a value is written must stay as they are.
 */
public final class IdempotencyFingerprint {

  private IdempotencyFingerprint() {}

  /**
   * That of a request to index something, whatever the order of its fields.
   *
   * @param fileSha256 that of the uploaded file in hex, or null
   */
  public static String ofRequest(
      TaskKind kind, JsonNode forwarded, TaskOptions options, String fileSha256) {
    return of(
        field("kind", kind.label()),
        field("forwarded", CanonicalJson.digest(forwarded)),
        field("reference", options.reference()),
        field("priority", options.priority()),
        field("deadline_seconds", options.deadlineSeconds()),
        field("callback_url", options.callbackUrl()),
        field("file_sha256", fileSha256));
  }

  /** That of a request to index many things, whatever the order of the fields of each. */
  public static String ofBatch(JsonNode body) {
    return of(field("kind", "batch"), field("body", CanonicalJson.digest(body)));
  }

  public static String ofRetry(UUID task) {
    return of(field("kind", "retry"), field("task", task));
  }

  public static String ofBatchRetry(UUID batch) {
    return of(field("kind", "retry-batch"), field("batch", batch));
  }

  @SafeVarargs
  static String of(Stream<String>... fields) {
    return Sha256.of(Stream.of(fields).flatMap(Function.identity()).toList());
  }

  static Stream<String> field(String name, Object value) {
    return value == null ? Stream.empty() : Stream.of(name, value.toString());
  }
}
