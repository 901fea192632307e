package io.anteroom.task;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

/** How many tasks of an account wait, and how many are in doubt. Thread-safe. */
@Singleton
public class TaskBacklog {

  private static final String COUNT =
      """
      select kind, count(*) as tasks from task
      where account = $1 and phase = 'queued' group by kind
      union all
      select null, count(*) from task where account = $1 and phase = 'in_doubt'
      """;

  /** The counts of one moment. Immutable. */
  public static final class Counts {

    private final Map<TaskKind, Long> queued = new EnumMap<>(TaskKind.class);
    private long inDoubt;

    private Counts(RowSet<Row> rows) {
      rows.forEach(this::add);
    }

    public long queued(TaskKind kind) {
      return queued.getOrDefault(kind, 0L);
    }

    public long inDoubt() {
      return inDoubt;
    }

    private void add(Row row) {
      if (row.getString("kind") == null) {
        inDoubt = row.getLong("tasks");
      } else {
        queued.put(TaskKind.labelled(row.getString("kind")), row.getLong("tasks"));
      }
    }
  }

  private final Pool pool;

  public TaskBacklog(Pool pool) {
    this.pool = pool;
  }

  /** Counts the tasks of an account that have not ended; the cost does not grow with the ended. */
  public Uni<Counts> of(String account) {
    return pool.preparedQuery(COUNT).execute(Tuple.of(account)).map(Counts::new);
  }
}
