package io.anteroom.cli.output;

import io.anteroom.client.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param value the text of a row; empty for nothing
 * @param optional whether a terminal that is too narrow may leave it out
 */
public record Column(String title, Function<JsonObject, String> value, boolean optional) {

  /** One that is never left out. */
  public static Column of(String title, Function<JsonObject, String> value) {
    return new Column(title, value, false);
  }

  /** A field of the row, as it is. */
  public static Column field(String title, String name) {
    return of(title, row -> text(row.fields().get(name)));
  }

  /** A field of an object in a field of the row. */
  public static Column field(String title, String outer, String name) {
    return of(
        title, row -> row.object(outer).map(inner -> text(inner.fields().get(name))).orElse(""));
  }

  /** The same, and it may be left out. */
  public Column ifThereIsRoom() {
    return new Column(title, value, true);
  }

  static String text(Object value) {
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      String json = JsonObject.empty().with("", value).toString();
      return json.substring(4, json.length() - 1); // without {"": and }
    }
    return value == null ? "" : value.toString();
  }

  String cell(JsonObject row) {
    return DisplayText.printable(value.apply(row)).strip();
  }
}
