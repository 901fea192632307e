package io.anteroom.cli.output;

import io.anteroom.client.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows in columns, or where the terminal is too narrow for that, each row as a block of lines.
 *
 * @param width how many columns the terminal has
 */
record Table(List<Column> columns, int width) {

  private static final String GAP = "  ";

  /** The lines. Columns without any value are left out. */
  List<String> lines(List<JsonObject> rows) {
    List<List<String>> cells =
        rows.stream()
            .map(row -> columns.stream().map(column -> column.cell(row)).toList())
            .toList();
    List<Integer> used =
        IntStream.range(0, columns.size())
            .filter(i -> cells.stream().anyMatch(row -> !row.get(i).isEmpty()))
            .boxed()
            .toList();
    List<Integer> fitting = new ArrayList<>(used);
    List<Integer> widths = widths(fitting, cells);
    while (total(widths) > width && dropLastOptional(fitting)) {
      widths = widths(fitting, cells);
    }
    return total(widths) <= width ? aligned(cells, fitting, widths) : blocks(cells, used);
  }

  private List<Integer> widths(List<Integer> used, List<List<String>> cells) {
    return used.stream().map(i -> widest(i, cells)).toList();
  }

  private static int total(List<Integer> widths) {
    return widths.stream().mapToInt(w -> w + GAP.length()).sum() - GAP.length();
  }

  private boolean dropLastOptional(List<Integer> used) {
    for (int i = used.size() - 1; i >= 0; i--) {
      if (columns.get(used.get(i)).optional()) {
        used.remove(i);
        return true;
      }
    }
    return false;
  }

  /** The lines of one object: a name and its value in each. Fields without a value are left out. */
  List<String> pairs(JsonObject object) {
    List<Column> used = columns.stream().filter(field -> !field.cell(object).isEmpty()).toList();
    int names = used.stream().mapToInt(field -> DisplayText.width(field.title())).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Column field : used) {
      String line = DisplayText.padded(field.title(), names) + GAP + field.cell(object);
      if (DisplayText.width(line) <= width) {
        lines.add(line);
      } else {
        lines.addAll(block(field.title(), field.cell(object)));
      }
    }
    return lines;
  }

  private int widest(int column, List<List<String>> cells) {
    int most = DisplayText.width(columns.get(column).title());
    for (List<String> row : cells) {
      most = Math.max(most, DisplayText.width(row.get(column)));
    }
    return most;
  }

  private List<String> aligned(List<List<String>> cells, List<Integer> used, List<Integer> widths) {
    List<String> lines = new ArrayList<>();
    if (!cells.isEmpty()) {
      lines.add(line(columns.stream().map(Column::title).toList(), used, widths));
    }
    cells.forEach(row -> lines.add(line(row, used, widths)));
    return lines;
  }

  private static String line(List<String> row, List<Integer> used, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < used.size(); i++) {
      line.append(DisplayText.padded(row.get(used.get(i)), widths.get(i))).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private List<String> blocks(List<List<String>> cells, List<Integer> used) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : cells) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      used.stream()
          .filter(i -> !row.get(i).isEmpty())
          .forEach(i -> lines.addAll(block(columns.get(i).title(), row.get(i))));
    }
    return lines;
  }

  private List<String> block(String title, String value) {
    String line = title + " " + value;
    if (DisplayText.width(line) <= width) {
      return List.of(line);
    }
    List<String> lines = new ArrayList<>();
    lines.add(title);
    DisplayText.wrapped(value, width - GAP.length()).forEach(part -> lines.add(GAP + part));
    return lines;
  }
}
