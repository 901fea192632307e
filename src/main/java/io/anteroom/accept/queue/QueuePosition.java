package io.anteroom.accept.queue;

import io.anteroom.account.ClientWeight;
import io.anteroom.async.StatementTimeout;
import io.anteroom.submit.FairQueue;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * How many tasks are submitted before a queued one, by the fair turns of {@link FairQueue}: those
 * of its own client that come first, and of each other client as many as its weight gives it
 * meanwhile. Thread-safe.
 */
@Singleton
public class QueuePosition {

  /** Bounds the cost; where more tasks go first, the answer is too small, and asked for again. */
  private static final int MAX = 5000;

  /** Two ranges of the index: with "or" it would be read to its end for a task near its front. */
  public static final String AHEAD =
      """
      with own as (
        select (select count(*) from (
                  select from task
                  where account = $1 and kind = $2 and client = $3 and phase = 'queued'
                    and priority > $4
                  order by priority desc, id limit $8) preferred)
             + (select count(*) from (
                  select from task
                  where account = $1 and kind = $2 and client = $3 and phase = 'queued'
                    and priority = $4 and id < $5
                  order by id limit $8) earlier) as n)
      select own.n + coalesce((
          select sum(theirs.n)
          from unnest($6::text[], $7::float8[]) as other (client, ratio)
          cross join lateral (
            select count(*) as n from (
              select from task t
              where t.account = $1 and t.kind = $2 and t.client = other.client
                and t.phase = 'queued'
              order by t.priority desc, t.id
              limit least($8, ceil((own.n + 1) * other.ratio))::int) turns) theirs), 0)::bigint
      from own
      """;

  /** Of each other client as many as its weight gives it during so many turns of the client. */
  static final String OTHERS =
      """
      select coalesce(sum(theirs.n), 0)::bigint
      from unnest($4::text[], $5::float8[]) as other (client, ratio)
      cross join lateral (
        select count(*) as n from (
          select from task t
          where t.account = $1 and t.kind = $2 and t.client = other.client and t.phase = 'queued'
          order by t.priority desc, t.id
          limit least($6, ceil($3 * other.ratio))::int) turns) theirs
      """;

  private final Pool pool;

  public QueuePosition(Pool pool) {
    this.pool = pool;
  }

  /**
   * Counts them.
   *
   * @param task a queued task
   * @param shares those of every client of its account
   */
  public Uni<Long> ahead(Task task, List<ClientWeight> shares) {
    Tuple values =
        Tuple.tuple()
            .addString(task.account)
            .addString(task.kind.label())
            .addString(task.client)
            .addInteger(task.priority)
            .addUUID(task.id);
    return count(AHEAD, values, task.client, shares);
  }

  /**
   * How many tasks of other clients are submitted while so many of a client are.
   *
   * @param turns of the client, at least 1
   * @param shares those of every client of its account
   */
  public Uni<Long> turnsOfOthers(
      String account, TaskKind kind, String client, long turns, List<ClientWeight> shares) {
    Tuple values =
        Tuple.tuple().addString(account).addString(kind.label()).addDouble((double) turns);
    return count(OTHERS, values, client, shares);
  }

  /** By a statement whose last parameters are the other clients and their weights. */
  private Uni<Long> count(
      String statement, Tuple values, String client, List<ClientWeight> shares) {
    double own = weight(client, shares);
    List<ClientWeight> others = shares.stream().filter(s -> !s.client().equals(client)).toList();
    values
        .addArrayOfString(others.stream().map(ClientWeight::client).toArray(String[]::new))
        .addArrayOfDouble(others.stream().map(s -> s.weight() / own).toArray(Double[]::new))
        .addInteger(MAX);
    return StatementTimeout.of(pool.preparedQuery(statement).execute(values))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  /** A client that has left the configuration has the weight that {@link FairQueue} gives it. */
  private static double weight(String client, List<ClientWeight> shares) {
    return shares.stream()
        .filter(share -> share.client().equals(client))
        .mapToDouble(ClientWeight::weight)
        .findFirst()
        .orElse(1);
  }
}
