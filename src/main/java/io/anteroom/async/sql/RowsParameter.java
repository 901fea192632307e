package io.anteroom.async.sql;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many rows as one parameter of a statement: each column has a name, a type and a getter in one
 * line, and becomes an array that {@code unnest} makes rows of again. So nobody numbers parameters
 * by hand. Build the text of a statement once, since its prepared form is found by its text.
 * Immutable, thread-safe.
 *
 * @param <T> what a row is made of
 */
public final class RowsParameter<T> {

  private record Column<T, V>(
      String name, String type, Function<T, V> getter, IntFunction<V[]> newArray) {

    V[] values(List<? extends T> rows) {
      return rows.stream().map(getter).toArray(newArray);
    }
  }

  private final List<Column<T, ?>> columns;

  public RowsParameter() {
    this(List.of());
  }

  private RowsParameter(List<Column<T, ?>> columns) {
    this.columns = columns;
  }

  public RowsParameter<T> uuid(String name, Function<T, UUID> getter) {
    return with(new Column<>(name, "uuid", getter, UUID[]::new));
  }

  public RowsParameter<T> text(String name, Function<T, String> getter) {
    return with(new Column<>(name, "text", getter, String[]::new));
  }

  public RowsParameter<T> integer(String name, Function<T, Integer> getter) {
    return with(new Column<>(name, "int", getter, Integer[]::new));
  }

  public RowsParameter<T> bigint(String name, Function<T, Long> getter) {
    return with(new Column<>(name, "bigint", getter, Long[]::new));
  }

  public RowsParameter<T> bool(String name, Function<T, Boolean> getter) {
    return with(new Column<>(name, "bool", getter, Boolean[]::new));
  }

  /** The names of the columns, with commas between them. */
  public String names() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /**
   * The rows as a table, for a {@code from}: {@code unnest($1::uuid[], …) as alias (id, …)}.
   *
   * @param before the parameters that the statement has before this one, in their order
   */
  public String unnest(String alias, RowsParameter<?>... before) {
    int used = 0;
    for (RowsParameter<?> other : before) {
      used += other.columns.size();
    }
    int first = used + 1;
    String arrays =
        IntStream.range(0, columns.size())
            .mapToObj(i -> "$%d::%s[]".formatted(first + i, columns.get(i).type()))
            .collect(Collectors.joining(", "));
    return "unnest(%s) as %s (%s)".formatted(arrays, alias, names());
  }

  /** The values of the rows for a statement that has no parameters before them. */
  public Tuple values(List<? extends T> rows) {
    return addTo(Tuple.tuple(), rows);
  }

  /** Adds the values of the rows to those of the parameters before them. */
  public Tuple addTo(Tuple values, List<? extends T> rows) {
    columns.forEach(column -> values.addValue(column.values(rows)));
    return values;
  }

  private RowsParameter<T> with(Column<T, ?> column) {
    List<Column<T, ?>> more = new ArrayList<>(columns);
    more.add(column);
    return new RowsParameter<>(List.copyOf(more));
  }
}
