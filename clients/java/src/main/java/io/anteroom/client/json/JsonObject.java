package io.anteroom.client.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A JSON object with all its fields in their order, also those that this client has no method for.
 * Immutable and thread-safe.
 *
 * @param fields the values by their names. A value is a {@link String}, a {@link Boolean}, a {@link
 *     Number}, null, a {@link List} of values, or a {@link Map} of such fields. Numbers that were
 *     read are a {@link Long} if they are whole and fit, else a {@link java.math.BigDecimal}; one
 *     of more than 1,000 characters, or with an exponent of more than 9 digits, is a {@link Number}
 *     whose value is only near. Each is written as it was read. Not null, and cannot be changed
 */
public record JsonObject(Map<String, Object> fields) {

  private static final JsonObject EMPTY = new JsonObject(Map.of());

  /**
   * Copies the fields deeply. A value may also be a {@link CharSequence}, a {@link
   * java.util.Collection}, or a {@link JsonObject}.
   *
   * @throws IllegalArgumentException if a value is nothing that JSON has
   */
  public JsonObject {
    fields = JsonValues.copyOf(fields);
  }

  /** An object without fields. */
  public static JsonObject empty() {
    return EMPTY;
  }

  /**
   * Reads a text.
   *
   * @throws JsonException if it is not one JSON object, has the same key twice, or is nested more
   *     than 1,000 levels deep
   */
  public static JsonObject parse(String text) {
    return new JsonReader(text).object();
  }

  /**
   * This object with one more field, or with another value of it.
   *
   * @param value as in {@link #fields()}; null is a JSON null
   * @throws IllegalArgumentException if the value is nothing that JSON has
   */
  public JsonObject with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new JsonObject(more);
  }

  /**
   * A text; empty if the field is missing or null.
   *
   * @throws JsonException if it is something else than a text
   */
  public Optional<String> string(String name) {
    return value(name, String.class, "a text");
  }

  /**
   * A number; empty if the field is missing or null.
   *
   * @throws JsonException if it is something else than a number
   */
  public Optional<Number> number(String name) {
    return value(name, Number.class, "a number");
  }

  /**
   * True or false; empty if the field is missing or null.
   *
   * @throws JsonException if it is something else
   */
  public Optional<Boolean> bool(String name) {
    return value(name, Boolean.class, "true or false");
  }

  /**
   * A moment, written as in RFC 3339; empty if the field is missing or null.
   *
   * @throws JsonException if it is something else
   */
  public Optional<Instant> time(String name) {
    try {
      return string(name).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw new JsonException("The field " + name + " is not a time: " + e.getMessage());
    }
  }

  /**
   * An id; empty if the field is missing or null.
   *
   * @throws JsonException if it is not a UUID
   */
  public Optional<UUID> uuid(String name) {
    try {
      return string(name).map(UUID::fromString);
    } catch (IllegalArgumentException e) {
      throw new JsonException("The field " + name + " is not a UUID: " + e.getMessage());
    }
  }

  /**
   * An object; empty if the field is missing or null.
   *
   * @throws JsonException if it is something else than an object
   */
  @SuppressWarnings("unchecked") // JsonValues lets in no other map
  public Optional<JsonObject> object(String name) {
    return value(name, Map.class, "an object").map(map -> new JsonObject(map));
  }

  /**
   * A list of objects; without elements if the field is missing or null.
   *
   * @return a list that cannot be changed
   * @throws JsonException if it is something else than a list of objects
   */
  public List<JsonObject> objects(String name) {
    List<?> values = value(name, List.class, "a list").orElse(Collections.emptyList());
    return values.stream().map(value -> element(name, value)).toList();
  }

  @SuppressWarnings("unchecked") // JsonValues lets in no other map
  private static JsonObject element(String name, Object value) {
    if (value instanceof Map<?, ?> map) {
      return new JsonObject((Map<String, Object>) map);
    }
    throw new JsonException("The field " + name + " has an element that is not an object.");
  }

  private <T> Optional<T> value(String name, Class<T> type, String what) {
    Object value = fields.get(name);
    if (value != null && !type.isInstance(value)) {
      throw new JsonException("The field " + name + " is not " + what + ".");
    }
    return Optional.ofNullable(value).map(type::cast);
  }

  /** The object as JSON, without line breaks. */
  @Override
  public String toString() {
    return JsonWriter.write(fields);
  }
}
