package io.anteroom.poll;

import io.anteroom.async.Gatherer;
import io.anteroom.task.TaskChange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Records in the database what polls changed. Thread-safe. */
@Singleton
public class PollStore {

  /** Two pages of the asset list, and what was polled one by one beside them. */
  private static final int RESULTS_AT_ONCE = 500;

  private static final int STATEMENTS_AT_ONCE = 2;

  private final Pool pool;
  private final Gatherer<List<PollResult>, List<TaskChange>> polls;

  public PollStore(Pool pool) {
    this.pool = pool;
    this.polls =
        new Gatherer<>(
            RESULTS_AT_ONCE, RESULTS_AT_ONCE, List::size, STATEMENTS_AT_ONCE, this::write);
  }

  /**
   * Records the results of a poll, together with those that come while a statement is under way;
   * answers with the tasks whose status or upstream status changed.
   */
  public Uni<List<TaskChange>> record(List<PollResult> results) {
    return results.isEmpty() ? Uni.createFrom().item(List.of()) : polls.add(results);
  }

  private Uni<List<List<TaskChange>>> write(List<List<PollResult>> lists) {
    List<PollResult> all = lists.stream().flatMap(List::stream).toList();
    return pool.preparedQuery(PollResultSql.RECORD)
        .execute(PollResultSql.RESULTS.values(all))
        .map(TaskChange::from)
        .map(changes -> each(lists, changes));
  }

  private static List<List<TaskChange>> each(
      List<List<PollResult>> lists, List<TaskChange> changes) {
    Map<UUID, TaskChange> byTask =
        changes.stream().collect(Collectors.toMap(TaskChange::id, Function.identity()));
    return lists.stream()
        .map(
            list ->
                list.stream()
                    .map(result -> byTask.get(result.task()))
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList())
        .toList();
  }
}
