package io.anteroom.accept.queue;

import io.anteroom.async.StatementTimeout;
import io.anteroom.async.sql.RowsParameter;
import io.anteroom.task.TaskKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** How many tasks of clients wait to be submitted. Thread-safe. */
@Singleton
public class QueueDepth {

  /**
   * The queue of a client.
   *
   * @param max no more than so many of a kind are counted
   */
  public record Counted(String account, String client, long max) {}

  private static final RowsParameter<Counted> QUEUES =
      new RowsParameter<Counted>()
          .text("account", Counted::account)
          .text("client", Counted::client)
          .bigint("most", Counted::max);

  public static final String COUNT =
      """
      select (q.n - 1)::int as position, k.kind, (
        select count(*) from (
          select from task
          where account = q.account and kind = k.kind and client = q.client and phase = 'queued'
          limit q.most) waiting)::int as tasks
      from (select *, row_number() over () as n from %s) q
      cross join unnest(array['url', 'text', 'upload']) as k (kind)
      """
          .formatted(QUEUES.unnest("a"));

  /** How many wait, by kind. */
  public record Depth(long url, long text, long upload) {

    public static final Depth NONE = new Depth(0, 0, 0);

    public long tasks() {
      return url + text + upload;
    }

    public long of(TaskKind kind) {
      return switch (kind) {
        case URL -> url;
        case TEXT -> text;
        case UPLOAD -> upload;
      };
    }

    /** Of which kind most wait. */
    public TaskKind largest() {
      return Arrays.stream(TaskKind.values()).max(Comparator.comparingLong(this::of)).orElseThrow();
    }

    private Depth with(TaskKind kind, long tasks) {
      return new Depth(
          kind == TaskKind.URL ? tasks : url,
          kind == TaskKind.TEXT ? tasks : text,
          kind == TaskKind.UPLOAD ? tasks : upload);
    }
  }

  private final Pool pool;

  public QueueDepth(Pool pool) {
    this.pool = pool;
  }

  /** Counts them, in the order of the queues; the cost grows with the number of tasks. */
  public Uni<List<Depth>> of(List<Counted> queues) {
    return StatementTimeout.of(pool.preparedQuery(COUNT).execute(QUEUES.values(queues)))
        .map(rows -> depths(queues.size(), rows));
  }

  private static List<Depth> depths(int queues, Iterable<Row> rows) {
    List<Depth> depths = new ArrayList<>(Collections.nCopies(queues, Depth.NONE));
    for (Row row : rows) {
      int position = row.getInteger("position");
      TaskKind kind = TaskKind.labelled(row.getString("kind"));
      depths.set(position, depths.get(position).with(kind, row.getInteger("tasks")));
    }
    return depths;
  }
}
