package io.anteroom.sandbox.upstream.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What a call is answered with.
 *
 * @param body written as JSON
 */
public record SandboxResponse(int status, Object body, Map<String, String> headers) {
  /** How errors look: {@code {"detail":[{"msg":…}]}}. */
  record ErrorBody(List<Detail> detail) {}

  record Detail(String msg) {}

  /** 200, with that as JSON. */
  public static SandboxResponse ok(Object body) {
    return new SandboxResponse(200, body, Map.of());
  }

  /** That status, with a message as the API words its errors. */
  public static SandboxResponse error(int status, String message) {
    return new SandboxResponse(status, new ErrorBody(List.of(new Detail(message))), Map.of());
  }

  SandboxResponse with(Map<String, String> newHeaders) {
    return new SandboxResponse(status, body, newHeaders);
  }

  SandboxResponse withoutTaskId() {
    ObjectNode stripped = (ObjectNode) ApiJson.tree(body);
    stripped.remove("task_id");
    return new SandboxResponse(status, stripped, headers);
  }
}
