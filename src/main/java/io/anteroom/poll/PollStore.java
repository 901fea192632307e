package io.anteroom.poll;

import io.anteroom.async.Gatherer;
import io.anteroom.task.SubmitAttempt;
import io.anteroom.task.TaskChange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Records in the database what polls changed. Thread-safe. */
@Singleton
public class PollStore {

  /** Two pages of the asset list, and what was polled one by one beside them. */
  private static final int RESULTS_AT_ONCE = 500;

  private static final int STATEMENTS_AT_ONCE = 2;

  /** All statements change rows in this order, so that they do not wait for each other in turn. */
  private static final Comparator<SubmitAttempt> BY_TASK =
      Comparator.comparing(SubmitAttempt::task).thenComparing(SubmitAttempt::number);

  private static final Comparator<PollResult> BY_PROGRESS =
      Comparator.comparing((PollResult result) -> result.state().status())
          .thenComparing(result -> result.finding() == PollFinding.STATUS);

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
    Map<SubmitAttempt, PollResult> results = new TreeMap<>(BY_TASK);
    lists.forEach(list -> list.forEach(r -> results.merge(submit(r), r, PollStore::farther)));
    return pool.preparedQuery(PollResultSql.RECORD)
        .execute(PollResultSql.RESULTS.values(List.copyOf(results.values())))
        .map(TaskChange::from)
        .map(changes -> inOrder(lists, results, changes));
  }

  private static SubmitAttempt submit(PollResult result) {
    return new SubmitAttempt(result.task(), result.attempt());
  }

  /** As if they were recorded one after the other: an end stays, and a status does not go back. */
  private static PollResult farther(PollResult first, PollResult next) {
    boolean stays = first.state().status().isTerminal() || BY_PROGRESS.compare(first, next) > 0;
    return stays ? first : next;
  }

  /** A change is that of the result that was written, and of no other one of the same task. */
  private static List<List<TaskChange>> inOrder(
      List<List<PollResult>> lists,
      Map<SubmitAttempt, PollResult> written,
      List<TaskChange> changes) {
    Map<UUID, TaskChange> byTask =
        changes.stream().collect(Collectors.toMap(TaskChange::id, Function.identity()));
    return lists.stream()
        .map(
            list ->
                list.stream()
                    .filter(result -> written.get(submit(result)) == result)
                    .map(result -> byTask.get(result.task()))
                    .filter(Objects::nonNull)
                    .toList())
        .toList();
  }
}
