package io.anteroom.async.sql;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows that are the parameters of one statement: an array for each column, which the statement
 * unnests. Each column stands in one place, with its name, its type and its value. Immutable,
 * thread-safe.
 *
 * @param <R> a row
 */
public final class RowsParameter<R> {

  private record Column<R>(String name, String type, Function<List<R>, Object[]> values) {}

  private final List<Column<R>> columns;

  /** Without columns. */
  public RowsParameter() {
    this(List.of());
  }

  private RowsParameter(List<Column<R>> columns) {
    this.columns = columns;
  }

  /**
   * These columns and one more.
   *
   * @param name its name in the statement
   * @param type its type in the database, of one value
   * @param array makes an array of its values
   * @param value its value in a row, or null
   */
  public <T> RowsParameter<R> column(
      String name, String type, IntFunction<T[]> array, Function<R, T> value) {
    List<Column<R>> more = new ArrayList<>(columns);
    more.add(new Column<>(name, type, rows -> rows.stream().map(value).toArray(array)));
    return new RowsParameter<>(List.copyOf(more));
  }

  /** The table of the rows, under an alias: {@code unnest($1::uuid[], ...) as u (id, ...)}. */
  public String as(String alias) {
    String arrays =
        IntStream.range(0, columns.size())
            .mapToObj(i -> "$" + (i + 1) + "::" + columns.get(i).type() + "[]")
            .collect(Collectors.joining(", "));
    String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
    return "unnest(%s) as %s (%s)".formatted(arrays, alias, names);
  }

  /** The parameters of the statement for these rows. */
  public Tuple tuple(List<R> rows) {
    Tuple tuple = Tuple.tuple();
    columns.forEach(column -> tuple.addValue(column.values().apply(rows)));
    return tuple;
  }
}
