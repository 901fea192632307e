package io.anteroom.client.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies values so that nobody can change them, and lets in only what JSON has. Stateless. */
final class JsonValues {

  private JsonValues() {}

  /** The values of an object, in their order. */
  static Map<String, Object> copyOf(Map<?, ?> fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          if (!(name instanceof String text)) {
            throw new IllegalArgumentException("The name of a field must be a text, not " + name);
          }
          values.put(text, value(value));
        });
    return Collections.unmodifiableMap(values);
  }

  private static Object value(Object value) {
    if (value instanceof CharSequence text) {
      return text.toString();
    }
    if (value instanceof JsonObject object) {
      return object.fields();
    }
    if (value instanceof Map<?, ?> map) {
      return copyOf(map);
    }
    if (value instanceof Collection<?> elements) {
      List<Object> values = new ArrayList<>(elements.size());
      elements.forEach(element -> values.add(value(element)));
      return Collections.unmodifiableList(values);
    }
    if (isNoNumber(value)) {
      throw new IllegalArgumentException("JSON has no " + value);
    }
    if (value != null && !(value instanceof Boolean) && !(value instanceof Number)) {
      throw new IllegalArgumentException("JSON has no " + value.getClass().getName());
    }
    return value;
  }

  /** Whether it is infinite, or not a number. */
  private static boolean isNoNumber(Object value) {
    return value instanceof Double d && !Double.isFinite(d)
        || value instanceof Float f && !Float.isFinite(f);
  }
}
