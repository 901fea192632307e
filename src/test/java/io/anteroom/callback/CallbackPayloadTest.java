package io.anteroom.callback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.anteroom.TestSettings;
import io.anteroom.contract.ContractCheck;
import io.anteroom.task.FailureReason;
import io.anteroom.task.Phase;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallbackPayloadTest {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  private static final String BODY = "TaskEndedCallback";

  @Test
  void holdsTheTaskAndTheTimeOfItsEnd() throws IOException {
    Task task = task("it broke");
    JsonNode body = JSON.readTree(payload("false").of("task.failed", task));
    assertEquals("task.failed", body.path("type").asText());
    assertEquals("2026-01-02T03:04:05.678Z", body.path("timestamp").asText());
    assertEquals("it broke", body.path("data").path("error").asText());
    assertEquals(
        JSON.readTree(
            """
            {"reason": "upstream-refused", "upstream_status": 422, "message": "it broke"}
            """),
        body.path("data").path("failure"));
    assertEquals(task.id.toString(), body.path("data").path("task_id").asText());
  }

  @Test
  void isByteForByteTheSameForEveryAttempt() {
    Task task = task("it broke");
    assertArrayEquals(
        payload("false").of("task.failed", task), payload("false").of("task.failed", task));
  }

  @Test
  void aThinPayloadHoldsOnlyIdsAndTheEnd() throws IOException {
    Task task = task("it broke");
    assertThin(task, payload("true").of("task.failed", task));
  }

  @Test
  void aPayloadOverTheLimitIsThin() throws IOException {
    Task large = task("x".repeat(CallbackPayload.MAX_BYTES));
    byte[] body = payload("false").of("task.failed", large);
    assertThin(large, body);
    assertTrue(body.length < 1000);
    int frame = payload("false").of("task.failed", task("")).length;
    Task justRight =
        task("x".repeat((CallbackPayload.MAX_BYTES - frame) / 2)); // in error and in failure
    justRight.reference = "r".repeat(1 + (CallbackPayload.MAX_BYTES - frame) % 2);
    assertEquals(CallbackPayload.MAX_BYTES, payload("false").of("task.failed", justRight).length);
  }

  private static void assertThin(Task task, byte[] body) throws IOException {
    assertEquals(
        JSON.readTree(
            """
            {"type": "task.failed", "timestamp": "2026-01-02T03:04:05.678Z",
             "data": {"task_id": "%s", "status": "FAILED", "phase": "ended", "kind": "text",
                      "collection_id": "c", "reference": "r",
                      "failure": {"reason": "upstream-refused", "upstream_status": 422},
                      "accepted_at": "2026-01-02T03:04:00Z",
                      "updated_at": "2026-01-02T03:04:05.678Z",
                      "ended_at": "2026-01-02T03:04:05.678Z"}}
            """
                .formatted(task.id)),
        JSON.readTree(body));
    assertEquals(List.of(), ContractCheck.ofDocument().violations(BODY, JSON.readTree(body)));
  }

  private static CallbackPayload payload(String thin) {
    return new CallbackPayload(
        JSON, TestSettings.of(CallbackSettings.class, "anteroom.callbacks.thin", thin));
  }

  private static Task task(String error) {
    Task task = new Task();
    task.id = UUID.randomUUID();
    task.status = TaskStatus.FAILED;
    task.phase = Phase.ENDED;
    task.kind = TaskKind.TEXT;
    task.collectionId = "c";
    task.reference = "r";
    task.error = error;
    task.errorStatus = 422;
    task.failureReason = FailureReason.UPSTREAM_REFUSED.label();
    task.acceptedAt = Instant.parse("2026-01-02T03:04:00Z");
    task.endedAt = Instant.parse("2026-01-02T03:04:05.678Z");
    task.updatedAt = task.endedAt;
    return task;
  }
}
