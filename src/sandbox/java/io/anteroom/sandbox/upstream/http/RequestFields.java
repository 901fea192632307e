package io.anteroom.sandbox.upstream.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.sandbox.upstream.assets.AssetFilter;
import io.anteroom.sandbox.upstream.assets.AssetFilterParser;
import io.anteroom.sandbox.upstream.assets.InvalidInputException;
import java.util.HashSet;
import java.util.Set;

/** The fields that a caller sent, as JSON or as a form. A null is as good as none. */
record RequestFields(ObjectNode json) {

  /** The fields of that document. */
  static RequestFields parse(String document) {
    if (ApiJson.read(document) instanceof ObjectNode object) {
      return new RequestFields(object);
    }
    throw new InvalidInputException("the body must be a JSON object");
  }

  /** A string that must be there, and not empty. */
  String required(String name) {
    String value = optional(name);
    if (value == null || value.isBlank()) {
      throw new InvalidInputException(name + " is required");
    }
    return value;
  }

  /** A string, or null. */
  String optional(String name) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new InvalidInputException(name + " must be a string");
    }
    return value.textValue();
  }

  /** A number or a string of digits, as a string; or null. */
  String digits(String name) {
    JsonNode value = json.path(name);
    return value.isMissingNode() || value.isNull() ? null : value.asText();
  }

  /** An object; empty where there is none. */
  ObjectNode object(String name) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw new InvalidInputException(name + " must be an object");
  }

  /** The strings of a list; empty where there is none. */
  Set<String> strings(String name) {
    JsonNode value = json.path(name);
    if (!value.isMissingNode() && !value.isNull() && !value.isArray()) {
      throw new InvalidInputException(name + " must be a list");
    }
    Set<String> strings = new HashSet<>();
    value.forEach(each -> strings.add(each.asText()));
    return strings;
  }

  AssetFilter filter() {
    return AssetFilterParser.parse(json.get("filters"));
  }
}
