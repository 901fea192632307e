package io.anteroom.upstream.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds in a JSON document what it says is wrong. Errors come in many shapes: the upstream's own
 * ({@code detail[].msg}, {@code error.message}), those of the frameworks behind such services, and
 * RFC 9457. Stateless.
 */
final class ErrorMessageReader {

  /** The most specific first: a framework adds general words such as "Bad Request" by itself. */
  private static final List<String> GENERAL =
      List.of(
          "message",
          "Message",
          "msg",
          "error_description",
          "error_message",
          "error",
          "reason",
          "title");

  /** What a task says beside its error may be about its progress. */
  static final List<String> OF_TASK =
      List.of("error", "error_message", "errors", "detail", "message", "reason");

  private static final String MANY = "errors";

  /** Deeper nothing is meant to be read by people. */
  private static final int DEEPEST = 6;

  /** More are not read by people either. */
  private static final int MAX_ENTRIES = 100;

  private ErrorMessageReader() {}

  /** Of the body of an answer; empty where there are none. */
  static String ofAnswer(JsonNode body) {
    return body.isValueNode() && !body.isTextual() ? "" : of(body, DEEPEST);
  }

  /** Of a task or an asset; empty where there are none. */
  static String ofTask(JsonNode task) {
    return first(task, OF_TASK, DEEPEST);
  }

  private static String of(JsonNode node, int depth) {
    if (node.isTextual() || node.isNumber()) {
      return node.asText().strip();
    }
    if (depth == 0) {
      return "";
    }
    if (node.isArray()) {
      return joined(node, depth);
    }
    return node.isObject() ? ofObject(node, depth) : "";
  }

  private static String ofObject(JsonNode node, int depth) {
    String words = of(node.path("detail"), depth - 1);
    if (words.isEmpty() && node.path("error").isContainerNode()) {
      words = of(node.path("error"), depth - 1);
    }
    if (words.isEmpty()) {
      words = first(node, GENERAL, depth);
    }
    String many = of(node.path(MANY), depth - 1);
    if (!many.isEmpty()) {
      return words.isEmpty() ? many : words + ": " + many;
    }
    if (words.isEmpty()) {
      return depth == DEEPEST ? "" : ofFields(node, depth);
    }
    String place = place(node);
    return place.isEmpty() ? words : place + ": " + words;
  }

  private static String first(JsonNode node, List<String> fields, int depth) {
    for (String field : fields) {
      String words = of(node.path(field), depth - 1);
      if (!words.isEmpty()) {
        return words;
      }
    }
    return "";
  }

  /** Where in the request it is: {@code "loc": ["body", "url"]}, or {@code "field": "url"}. */
  private static String place(JsonNode node) {
    List<String> steps = new ArrayList<>();
    node.path("loc").forEach(step -> steps.add(step.asText()));
    return steps.isEmpty() ? text(node, "field") : String.join(".", steps);
  }

  private static String joined(JsonNode list, int depth) {
    List<String> all = new ArrayList<>();
    for (JsonNode entry : list) {
      String words = of(entry, depth - 1);
      if (!words.isEmpty()) {
        all.add(words);
      }
      if (all.size() == MAX_ENTRIES) {
        break;
      }
    }
    return String.join("; ", all);
  }

  /** Each field of the request with what is wrong with it. */
  private static String ofFields(JsonNode node, int depth) {
    List<String> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String words = of(field.getValue(), depth - 1);
      if (!words.isEmpty() && all.size() < MAX_ENTRIES) {
        all.add(field.getKey() + ": " + words);
      }
    }
    return String.join("; ", all);
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).isTextual() ? node.path(field).asText().strip() : "";
  }
}
