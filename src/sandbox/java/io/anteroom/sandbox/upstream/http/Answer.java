package io.anteroom.sandbox.upstream.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What a call is answered with.
 *
 * @param body written as JSON
 */
public record Answer(int status, Object body, Map<String, String> headers) {
  /** How errors look: {@code {"detail":[{"msg":…}]}}. */
  record ErrorBody(List<Detail> detail) {}

  record Detail(String msg) {}

  /** 200, with that as JSON. */
  public static Answer ok(Object body) {
    return new Answer(200, body, Map.of());
  }

  /** That status, with a message as the API words its errors. */
  public static Answer error(int status, String message) {
    return new Answer(status, new ErrorBody(List.of(new Detail(message))), Map.of());
  }

  Answer with(Map<String, String> newHeaders) {
    return new Answer(status, body, newHeaders);
  }

  Answer withoutTaskId() {
    ObjectNode stripped = (ObjectNode) ApiJson.tree(body);
    stripped.remove("task_id");
    return new Answer(status, stripped, headers);
  }
}
