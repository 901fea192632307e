package io.anteroom.cli.output;

import io.anteroom.client.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** Prints data, and nothing but data, on standard output. Used by one thread at a time. */
public final class Output {

  private final Console console;
  private final Format format;

  /** With a format. */
  public Output(Console console, Format format) {
    this.console = console;
    this.format = format;
  }

  /** How data is printed. */
  public Format format() {
    return format;
  }

  /**
   * A list.
   *
   * @param rows as JSON has them; printed one by one but for a table
   */
  public void list(List<Column> columns, Stream<JsonObject> rows) {
    switch (format) {
      case TABLE -> new Table(columns, console.width()).lines(rows.toList()).forEach(this::line);
      case JSON -> array(rows);
      case JSONL -> rows.forEach(row -> line(row.toString()));
    }
  }

  /**
   * A list that may be empty. A terminal is told so on standard error, since a table of nothing
   * shows nothing.
   *
   * @param many what the rows are, such as {@code tasks}
   */
  public void list(List<Column> columns, Stream<JsonObject> rows, String many) {
    if (format != Format.TABLE) {
      list(columns, rows);
      return;
    }
    List<JsonObject> all = rows.toList();
    if (all.isEmpty() && console.terminals().get().out()) {
      console.say("no " + many);
    }
    list(columns, all.stream());
  }

  private void array(Stream<JsonObject> rows) {
    StringBuilder before = new StringBuilder("[");
    rows.forEach(
        row -> {
          line(before.toString() + row);
          before.replace(0, 1, ",");
        });
    line(before.charAt(0) == '[' ? "[]" : "]");
  }

  /** One object, as a block of names and values. */
  public void object(List<Column> fields, JsonObject object) {
    if (format != Format.TABLE) {
      line(object.toString());
      return;
    }
    new Table(fields, console.width()).pairs(object).forEach(this::line);
  }

  /**
   * One object that has a list.
   *
   * @param name of the field with the list
   */
  public void object(List<Column> fields, JsonObject object, List<Column> columns, String name) {
    object(fields, object);
    if (format == Format.TABLE && !object.objects(name).isEmpty()) {
      line("");
      list(columns, object.objects(name).stream());
    }
  }

  /**
   * Something of a stream that is printed at once.
   *
   * @param words for people
   */
  public void event(String words, JsonObject json) {
    line(format == Format.TABLE ? DisplayText.printable(words) : json.toString());
  }

  private void line(String line) {
    console.out().println(line);
    if (console.out().checkError()) {
      throw new OutputClosedException();
    }
  }
}
