package io.anteroom.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.task.TaskKind;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Fingerprints are stored. Where one of the values here changes, repeats of requests that were
 * accepted before an upgrade are refused after it.
 */
class IdempotencyFingerprintTest {

  private static final JsonNode TEXT =
      json(
          "{\"collection_id\": \"docs\", \"text\": \"Grüße\", \"metadata\": {\"b\": 1, \"a\": 2}}");

  @Test
  void aRequestWithoutOptionsKeepsItsFingerprint() {
    assertEquals(
        "8f1e6c09fb9f08d05d77c09b9f96fbb1a9481a4f86bee90b2bba3f4ff5a6d9bc",
        IdempotencyFingerprint.ofRequest(TaskKind.TEXT, TEXT, TaskOptions.NONE, null));
  }

  @Test
  void anUploadWithEveryOptionKeepsItsFingerprint() {
    TaskOptions options = new TaskOptions("invoice 7", -5, 3600, "https://example.com/hook");
    assertEquals(
        "fcefabe3b6ea3541d94b46adf1c467574ef5abff4a2418a0715f57b994ac1f91",
        IdempotencyFingerprint.ofRequest(
            TaskKind.UPLOAD, json("{\"collection_id\": \"docs\"}"), options, "ab".repeat(32)));
  }

  @Test
  void aBatchKeepsItsFingerprint() {
    assertEquals(
        "53265522102e6702a118c4b9ee9b91c57fd0df35a733d35f079b2ba422acc592",
        IdempotencyFingerprint.ofBatch(
            json("{\"items\": [{\"collection_id\": \"docs\", \"text\": \"one\"}]}")));
  }

  @Test
  void aRetryKeepsItsFingerprint() {
    assertEquals(
        "040571661390f47bacb62a5ff29c4349ef2bbb92a902d245b1a1e3e9cd37c900",
        IdempotencyFingerprint.ofRetry(UUID.fromString("0192e4a0-0000-7000-8000-000000000001")));
  }

  @Test
  void theOrderOfTheFieldsOfADocumentDoesNotMatter() {
    JsonNode other =
        json(
            "{\"metadata\": {\"a\": 2, \"b\": 1}, \"text\": \"Grüße\", \"collection_id\":"
                + " \"docs\"}");
    assertEquals(
        IdempotencyFingerprint.ofRequest(TaskKind.TEXT, TEXT, TaskOptions.NONE, null),
        IdempotencyFingerprint.ofRequest(TaskKind.TEXT, other, TaskOptions.NONE, null));
  }

  @Test
  void aNewFieldWithoutAValueChangesNoFingerprint() {
    assertEquals(
        IdempotencyFingerprint.of(IdempotencyFingerprint.field("kind", "text")),
        IdempotencyFingerprint.of(
            IdempotencyFingerprint.field("kind", "text"),
            IdempotencyFingerprint.field("new", null)));
  }

  @Test
  void theSameValueInAnotherFieldChangesTheFingerprint() {
    assertNotEquals(
        IdempotencyFingerprint.ofRequest(
            TaskKind.TEXT, TEXT, new TaskOptions("https://example.com", 0, null, null), null),
        IdempotencyFingerprint.ofRequest(
            TaskKind.TEXT, TEXT, new TaskOptions(null, 0, null, "https://example.com"), null));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
