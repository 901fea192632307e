package io.anteroom.sandbox.upstream.assets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** How a filter compares what is there with what is wanted. What is missing is only unequal. */
enum FilterOperator {
  EQ {
    @Override
    boolean test(JsonNode actual, JsonNode wanted) {
      return same(actual, wanted);
    }
  },
  NE {
    @Override
    boolean test(JsonNode actual, JsonNode wanted) {
      return !same(actual, wanted);
    }
  },
  IN {
    @Override
    boolean test(JsonNode actual, JsonNode wanted) {
      return anyOf(wanted, each -> same(actual, each));
    }
  },
  GT {
    @Override
    boolean test(JsonNode actual, JsonNode wanted) {
      return comparable(actual, wanted) && compare(actual, wanted) > 0;
    }
  },
  LT {
    @Override
    boolean test(JsonNode actual, JsonNode wanted) {
      return comparable(actual, wanted) && compare(actual, wanted) < 0;
    }
  },
  GTE {
    @Override
    boolean test(JsonNode actual, JsonNode wanted) {
      return comparable(actual, wanted) && compare(actual, wanted) >= 0;
    }
  },
  LTE {
    @Override
    boolean test(JsonNode actual, JsonNode wanted) {
      return comparable(actual, wanted) && compare(actual, wanted) <= 0;
    }
  },
  CONTAINS {
    @Override
    boolean test(JsonNode actual, JsonNode wanted) {
      return actual.isTextual()
          ? actual.textValue().contains(wanted.asText())
          : anyOf(actual, each -> same(each, wanted));
    }
  };

  abstract boolean test(JsonNode actual, JsonNode wanted);

  static FilterOperator named(String name) {
    for (FilterOperator operator : values()) {
      if (operator.name().toLowerCase(Locale.ROOT).equals(name)) {
        return operator;
      }
    }
    throw new InvalidInputException("unknown filter operator: " + name);
  }

  private static boolean same(JsonNode a, JsonNode b) {
    return a.equals(b) || (comparable(a, b) && compare(a, b) == 0);
  }

  private static boolean comparable(JsonNode a, JsonNode b) {
    return (a.isNumber() && b.isNumber()) || (a.isTextual() && b.isTextual());
  }

  private static int compare(JsonNode a, JsonNode b) {
    return a.isNumber()
        ? a.decimalValue().compareTo(b.decimalValue())
        : a.textValue().compareTo(b.textValue());
  }

  private static boolean anyOf(JsonNode list, Predicate<JsonNode> test) {
    return list.isArray() && StreamSupport.stream(list.spliterator(), false).anyMatch(test);
  }
}
