package io.anteroom.sandbox.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

record TestReply(int status, HttpHeaders headers, JsonNode body) {
  String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  String text(String pointer) {
    return body.at(pointer).asText();
  }

  int results() {
    return body.at("/results").size();
  }

  String reason() {
    return text("/detail/0/msg");
  }

  String taskId() {
    return body.path("task_id").textValue();
  }
}
