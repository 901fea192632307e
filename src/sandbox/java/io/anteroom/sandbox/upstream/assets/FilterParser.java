package io.anteroom.sandbox.upstream.assets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code {"AND":[{"key":…,"operator":…,"value":…}]}}, with {@code OR} and {@code NOR}, and
 * any of them inside another.
 */
public final class FilterParser {
  private FilterParser() {}

  /**
   * The filter of that JSON; everything where it is null, missing or empty.
   *
   * @throws WrongInput where it is no filter
   */
  public static Filter parse(JsonNode json) {
    if (json == null || json.isNull() || json.isMissingNode()) {
      return Filter.EVERYTHING;
    }
    if (!json.isObject()) {
      throw new WrongInput("filters must be an object with AND, OR or NOR");
    }
    if (json.has("key")) {
      return comparison(json);
    }
    List<Filter> groups = new ArrayList<>();
    for (Map.Entry<String, JsonNode> group : json.properties()) {
      if (!group.getValue().isNull()) {
        groups.add(group(group.getKey(), parts(group.getValue())));
      }
    }
    return new Filter.AllOf(groups);
  }

  private static Filter group(String name, List<Filter> parts) {
    return switch (name) {
      case "AND" -> new Filter.AllOf(parts);
      case "OR" -> new Filter.AnyOf(parts);
      case "NOR" -> new Filter.NoneOf(parts);
      default -> throw new WrongInput("unknown part of filters: " + name);
    };
  }

  private static List<Filter> parts(JsonNode list) {
    if (!list.isArray()) {
      throw new WrongInput("AND, OR and NOR of filters must be lists");
    }
    List<Filter> parts = new ArrayList<>();
    list.forEach(part -> parts.add(parse(part)));
    return parts;
  }

  private static Filter comparison(JsonNode json) {
    Operator operator = Operator.named(json.path("operator").asText("eq"));
    JsonNode value = json.path("value");
    if (value.isMissingNode()) {
      throw new WrongInput("a filter has no value");
    }
    if (operator == Operator.IN && !value.isArray()) {
      throw new WrongInput("a filter with the operator in needs a list as its value");
    }
    return new Filter.Comparison(json.path("key").asText(), operator, value);
  }
}
