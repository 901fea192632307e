package io.anteroom.sandbox.callback;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the receiver got.
 *
 * @param receivedAt when, in UTC (ISO 8601)
 * @param id the {@code webhook-id}; null where there was none
 * @param verified whether its signature was that of the secret
 * @param refused why it was not taken; null where it was
 * @param body what it said; null where it was not taken
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReceivedCallback(
    @JsonProperty("received_at") String receivedAt,
    String id,
    boolean verified,
    String refused,
    JsonNode body) {

  static ReceivedCallback taken(String receivedAt, String id, JsonNode body) {
    return new ReceivedCallback(receivedAt, id, true, null, body);
  }

  static ReceivedCallback refused(String receivedAt, String id, String reason) {
    return new ReceivedCallback(receivedAt, id, false, reason, null);
  }

  /** One line for people. */
  String line() {
    if (!verified) {
      return "callback refused with 401: " + refused;
    }
    JsonNode data = body.path("data");
    String subject = data.path("task_id").asText(data.path("batch_id").asText("?"));
    return "callback verified: %s %s %s".formatted(body.path("type").asText("?"), subject, id);
  }
}
