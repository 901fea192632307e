package io.anteroom.api.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An item of a batch that became no task.
 *
 * @param index which item, from 0
 */
@RegisterForReflection
public record RefusedItem(int index, Error error) {

  /**
   * A problem (RFC 9457) of one item.
   *
   * @param field where in the body of the batch, as {@code items[3].url}
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Error(String type, String title, int status, String detail, String field) {}

  static RefusedItem of(int index, HttpProblem problem) {
    Object field = problem.getParameters().get("field");
    String item = "items[" + index + "]";
    return new RefusedItem(
        index,
        new Error(
            problem.getType().toString(),
            problem.getTitle(),
            problem.getStatusCode(),
            problem.getDetail(),
            field == null ? item : item + "." + field));
  }
}
