package io.anteroom.sandbox.upstream.assets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code {"AND":[{"key":…,"operator":…,"value":…}]}}, with {@code OR} and {@code NOR}, and
 * any of them inside another.
 */
public final class AssetFilterParser {
  private AssetFilterParser() {}

  /**
   * The filter of that JSON; everything where it is null, missing or empty.
   *
   * @throws InvalidInputException where it is no filter
   */
  public static AssetFilter parse(JsonNode json) {
    if (json == null || json.isNull() || json.isMissingNode()) {
      return AssetFilter.EVERYTHING;
    }
    if (!json.isObject()) {
      throw new InvalidInputException("filters must be an object with AND, OR or NOR");
    }
    if (json.has("key")) {
      return comparison(json);
    }
    List<AssetFilter> groups = new ArrayList<>();
    for (Map.Entry<String, JsonNode> group : json.properties()) {
      if (!group.getValue().isNull()) {
        groups.add(group(group.getKey(), parts(group.getValue())));
      }
    }
    return new AssetFilter.AllOf(groups);
  }

  private static AssetFilter group(String name, List<AssetFilter> parts) {
    return switch (name) {
      case "AND" -> new AssetFilter.AllOf(parts);
      case "OR" -> new AssetFilter.AnyOf(parts);
      case "NOR" -> new AssetFilter.NoneOf(parts);
      default -> throw new InvalidInputException("unknown part of filters: " + name);
    };
  }

  private static List<AssetFilter> parts(JsonNode list) {
    if (!list.isArray()) {
      throw new InvalidInputException("AND, OR and NOR of filters must be lists");
    }
    List<AssetFilter> parts = new ArrayList<>();
    list.forEach(part -> parts.add(parse(part)));
    return parts;
  }

  private static AssetFilter comparison(JsonNode json) {
    FilterOperator operator = FilterOperator.named(json.path("operator").asText("eq"));
    JsonNode value = json.path("value");
    if (value.isMissingNode()) {
      throw new InvalidInputException("a filter has no value");
    }
    if (operator == FilterOperator.IN && !value.isArray()) {
      throw new InvalidInputException("a filter with the operator in needs a list as its value");
    }
    return new AssetFilter.Comparison(json.path("key").asText(), operator, value);
  }
}
