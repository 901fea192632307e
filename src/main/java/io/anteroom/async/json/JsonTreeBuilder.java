package io.anteroom.async.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Builds the nodes of one document from the tokens of its parser. Used once, by one thread. */
final class JsonTreeBuilder {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_PATH_LENGTH = 200;

  private final JsonParser parser;
  private final JsonLimits limits;
  private final Deque<ContainerNode<?>> open = new ArrayDeque<>();

  JsonTreeBuilder(JsonParser parser, JsonLimits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  JsonNode read() throws IOException, UnreadableJsonException {
    JsonNode root = null;
    do {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw UnreadableJsonException.document("is empty, or ends too early");
      }
      if (token == JsonToken.FIELD_NAME) {
        checkName();
      } else if (token.isStructEnd()) {
        open.pop();
      } else {
        JsonNode node = node(token);
        root = root == null ? node : root;
        put(node);
      }
    } while (!open.isEmpty());
    return root;
  }

  private JsonNode node(JsonToken token) throws IOException, UnreadableJsonException {
    return switch (token) {
      case START_OBJECT -> NODES.objectNode();
      case START_ARRAY -> NODES.arrayNode();
      case VALUE_STRING -> NODES.textNode(checked(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new ExactNumber(number(parser.getText()));
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private void put(JsonNode node) throws IOException, UnreadableJsonException {
    if (open.peek() instanceof ObjectNode object) {
      object.set(parser.currentName(), node);
    } else if (open.peek() instanceof ArrayNode array) {
      array.add(node);
    }
    if (node instanceof ContainerNode<?> container) {
      if (open.size() == limits.maxDepth()) {
        throw tooDeep();
      }
      open.push(container);
    }
  }

  private void checkName() throws IOException, UnreadableJsonException {
    if (!limits.strict()) {
      return;
    }
    String name = parser.currentName();
    Optional<String> fault =
        name.length() > limits.maxNameLength()
            ? Optional.of("has more than %d characters".formatted(limits.maxNameLength()))
            : UnicodeText.fault(name);
    if (fault.isPresent()) {
      String parent = path(parser.getParsingContext().getParent());
      throw fault(parent, "has a key that " + fault.get());
    }
    if (((ObjectNode) open.peek()).has(name)) {
      throw fault(path(parser.getParsingContext()), "is there twice");
    }
  }

  private String checked(String text) throws UnreadableJsonException {
    if (limits.strict()) {
      Optional<String> fault = UnicodeText.fault(text);
      if (fault.isPresent()) {
        throw fault(path(parser.getParsingContext()), fault.get());
      }
    }
    return text;
  }

  private String number(String text) throws UnreadableJsonException {
    if (text.length() > limits.maxNumberLength()) {
      throw fault(
          path(parser.getParsingContext()),
          "holds a number of more than %d characters".formatted(limits.maxNumberLength()));
    }
    return text;
  }

  private UnreadableJsonException tooDeep() {
    JsonStreamContext top = parser.getParsingContext();
    while (top.getParent() != null && !top.getParent().inRoot()) {
      top = top.getParent();
    }
    return fault(path(top), "is nested more than %d levels deep".formatted(limits.maxDepth()));
  }

  private static UnreadableJsonException fault(String field, String what) {
    return field.isEmpty()
        ? UnreadableJsonException.document(what)
        : UnreadableJsonException.field(field, what);
  }

  /** Such as {@code items[3].metadata.x}; a long one ends early. */
  private static String path(JsonStreamContext context) {
    Deque<String> steps = new ArrayDeque<>();
    for (JsonStreamContext at = context; at != null && !at.inRoot(); at = at.getParent()) {
      if (at.inArray()) {
        steps.push("[" + at.getCurrentIndex() + "]");
      } else if (at.hasCurrentName()) {
        steps.push("." + at.getCurrentName());
      }
    }
    String path = String.join("", steps);
    return UnicodeText.cut(path.startsWith(".") ? path.substring(1) : path, MAX_PATH_LENGTH);
  }
}
