package io.anteroom.api.callback;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.callback.DeliveryLog.Attempt;
import io.anteroom.callback.DeliveryLog.Log;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * How a callback fared.
 *
 * @param webhookId the same in every attempt
 * @param state {@code pending}, {@code delivered}, {@code exhausted} or {@code gone}; {@code
 *     awaiting_end} before the end of the task, {@code none} where nobody is told
 * @param nextAttemptAt while it is pending and no attempt is under way
 * @param attempts newest first, the last fifty
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeliveriesView(
    String webhookId,
    String type,
    String url,
    String state,
    Instant nextAttemptAt,
    List<AttemptView> attempts) {

  /**
   * One attempt.
   *
   * @param response the beginning of the response, where one came
   * @param error why it failed, where it did
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record AttemptView(
      int no, Instant at, Integer status, int latencyMs, String response, String error) {

    public static AttemptView of(Attempt attempt) {
      return new AttemptView(
          attempt.no(),
          attempt.at(),
          attempt.status(),
          attempt.latencyMs(),
          attempt.response(),
          attempt.error());
    }
  }

  /**
   * That of what has not ended, or whose end is told to nobody.
   *
   * @param callbackUrl who will be told, or null
   */
  public static DeliveriesView before(String callbackUrl) {
    return new DeliveriesView(
        null, null, callbackUrl, callbackUrl == null ? "none" : "awaiting_end", null, List.of());
  }

  public static DeliveriesView of(Log log) {
    return new DeliveriesView(
        log.webhookId(),
        log.type(),
        log.url(),
        log.state(),
        log.nextAttemptAt(),
        log.attempts().stream().map(AttemptView::of).toList());
  }
}
