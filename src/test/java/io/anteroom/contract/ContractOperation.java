package io.anteroom.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A call as the document has it.
 *
 * @param method in upper case
 * @param path with its parameters in braces
 * @param node the operation object
 * @param parameters those of the path and of the operation, resolved
 */
public record ContractOperation(
    String method, String path, JsonNode node, List<JsonNode> parameters) {

  public String name() {
    return method + " " + path;
  }

  public boolean secured() {
    return !node.has("security") || node.path("security").size() > 0;
  }

  /** Whether that key is a client's or an operator's. */
  public boolean isShared() {
    return node.path("security").path(0).has("bearer") && node.path("security").size() > 1;
  }

  /** Whether that key is an operator's. */
  public boolean forOperators() {
    return node.path("security").path(0).has("operator");
  }

  /** Whether that key is the one of the tick. */
  public boolean forTicks() {
    return node.path("security").path(0).has("tick");
  }

  public List<String> reads() {
    Iterable<String> types = () -> node.path("requestBody").path("content").fieldNames();
    return StreamSupport.stream(types.spliterator(), false).toList();
  }

  /**
   * The codes that it can answer with, {@code 4XX} for a range. What every call can answer with is
   * not among them.
   */
  public List<String> codes() {
    Iterable<String> codes = () -> node.path("responses").fieldNames();
    return StreamSupport.stream(codes.spliterator(), false)
        .filter(code -> !code.equals("default"))
        .toList();
  }

  @Override
  public String toString() {
    return name();
  }
}
