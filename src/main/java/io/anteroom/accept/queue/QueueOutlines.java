package io.anteroom.accept.queue;

import io.anteroom.accept.queue.QueueOutline.Place;
import io.anteroom.async.PacedRead;
import io.anteroom.async.StatementTimeout;
import io.anteroom.async.Ticker;
import io.anteroom.task.TaskKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The queues of the accounts as they stood a moment ago. A queue is read when somebody asks, once a
 * second for all who do; a long one less often. Thread-safe.
 */
@Singleton
public class QueueOutlines {

  private static final Duration KEPT = Duration.ofSeconds(1);

  /**
   * So many are known of each line from its beginning on, and then one of so many, and the first
   * and the last of each priority.
   */
  private static final int FIRST = 100;

  private static final int STEP = 250;

  /**
   * Steps from one line to the next in the index of what is queued, and reads each in its order:
   * nothing is sorted. The cost grows with what is queued.
   */
  public static final String READ =
      """
      with recursive line (kind, client) as (
        (select t.kind, t.client from task t
         where t.account = $1 and t.phase = 'queued'
         order by t.kind, t.client, t.priority desc, t.id limit 1)
        union all
        select next.kind, next.client
        from line l cross join lateral (
          select t.kind, t.client from task t
          where t.account = $1 and t.phase = 'queued' and (t.kind, t.client) > (l.kind, l.client)
          order by t.kind, t.client, t.priority desc, t.id limit 1) next)
      select l.kind, l.client, p.place, p.priority, p.id
      from line l cross join lateral (
        select t.priority, t.id, row_number() over by_turn as place,
          lag(t.priority) over by_turn is distinct from t.priority
            or lead(t.priority) over by_turn is distinct from t.priority as edge
        from task t
        where t.account = $1 and t.kind = l.kind and t.client = l.client and t.phase = 'queued'
        window by_turn as (order by t.priority desc, t.id)) p
      where p.place <= $2 or p.place % $3 = 0 or p.edge
      order by l.kind, l.client, p.place
      """;

  private final Pool pool;
  private final Ticker ticker;
  private final Map<String, PacedRead<QueueOutline>> outlines = new ConcurrentHashMap<>();

  public QueueOutlines(Pool pool, Ticker ticker) {
    this.pool = pool;
    this.ticker = ticker;
  }

  /** The queue of an account. */
  public Uni<QueueOutline> of(String account) {
    return outline(account).get();
  }

  /** The same, for somebody who does not wait longer than this; empty where it is not known. */
  public Uni<Optional<QueueOutline>> within(String account, Duration max) {
    return outline(account).within(max);
  }

  /** There are as many as accounts. */
  private PacedRead<QueueOutline> outline(String account) {
    return outlines.computeIfAbsent(
        account, name -> new PacedRead<>(() -> read(name), KEPT, ticker));
  }

  private Uni<QueueOutline> read(String account) {
    return StatementTimeout.of(
            pool.preparedQuery(READ).execute(Tuple.of(account, (long) FIRST, (long) STEP)))
        .map(QueueOutlines::outline);
  }

  private static QueueOutline outline(Iterable<Row> rows) {
    Map<TaskKind, Map<String, List<Place>>> lines = new EnumMap<>(TaskKind.class);
    for (Row row : rows) {
      lines
          .computeIfAbsent(TaskKind.labelled(row.getString("kind")), kind -> new HashMap<>())
          .computeIfAbsent(row.getString("client"), client -> new ArrayList<>())
          .add(new Place(row.getInteger("priority"), row.getUUID("id"), row.getLong("place")));
    }
    return new QueueOutline(lines);
  }
}
