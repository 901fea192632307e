package io.anteroom.api.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;

/**
 * An item of a batch that became no task.
 *
 * @param index which item, from 0
 * @param retryOf the task that was to be tried again, or null
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RefusedItem(int index, @JsonProperty("retry_of") UUID retryOf, Error error) {

  /**
   * A problem (RFC 9457) of one item.
   *
   * @param field where in the body of the batch, as {@code items[3].url}; null in a retry, which
   *     has none
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Error(String type, String title, int status, String detail, String field) {}

  static RefusedItem of(int index, HttpProblem problem) {
    Object field = problem.getParameters().get("field");
    String item = "items[" + index + "]";
    return new RefusedItem(index, null, error(problem, field == null ? item : item + "." + field));
  }

  /** Of a retry. */
  static RefusedItem ofRetry(int index, UUID task, HttpProblem problem) {
    return new RefusedItem(index, task, error(problem, null));
  }

  private static Error error(HttpProblem problem, String field) {
    return new Error(
        problem.getType().toString(),
        problem.getTitle(),
        problem.getStatusCode(),
        problem.getDetail(),
        field);
  }
}
