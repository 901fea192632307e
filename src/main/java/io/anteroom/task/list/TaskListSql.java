package io.anteroom.task.list;

import static io.anteroom.task.list.TaskListIndexSql.ALL_CLIENTS;
import static io.anteroom.task.list.TaskListIndexSql.ALL_FILTERS;
import static io.anteroom.task.list.TaskListIndexSql.BY_BATCH;
import static io.anteroom.task.list.TaskListIndexSql.BY_DUPLICATE;
import static io.anteroom.task.list.TaskListIndexSql.BY_ID;
import static io.anteroom.task.list.TaskListIndexSql.BY_PHASE;
import static io.anteroom.task.list.TaskListIndexSql.BY_REFERENCE;
import static io.anteroom.task.list.TaskListIndexSql.BY_STATUS;
import static io.anteroom.task.list.TaskListIndexSql.BY_UNDELIVERED;
import static io.anteroom.task.list.TaskListIndexSql.BY_UNDELIVERED_SINCE;
import static io.anteroom.task.list.TaskListIndexSql.FILTERS;
import static io.anteroom.task.list.TaskListIndexSql.IN_PHASE;
import static io.anteroom.task.list.TaskListIndexSql.IS_UNDELIVERED;
import static io.anteroom.task.list.TaskListIndexSql.NAMED_CLIENTS;
import static io.anteroom.task.list.TaskListIndexSql.RANGES;

import io.anteroom.task.Phase;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements of a list: the filter says by which index its tasks are found ({@link
 * TaskListIndexSql}).
 *
 * @param filter which tasks
 * @param ids of which ids
 */
record TaskListSql(TaskFilter filter, IdRange ids) implements ListSql {

  /**
   * What the planner guesses by how many there are; nothing is read. What leaves nothing out is
   * dropped, since the planner would think that it does.
   */
  static final String GUESS =
      """
      explain (format json)
      select from task t
      where (cardinality($1::text[]) = 0 or t.client = any ($1))
        and (cardinality($2::text[]) = %d or t.status = any ($2))
        and (cardinality($3::text[]) = %d or t.kind = any ($3))
        and ($4::uuid = '%s' or t.id >= $4) and ($5::uuid = '%s' or t.id < $5)
      """
              .formatted(
                  TaskStatus.values().length, TaskKind.values().length, IdRange.FIRST, IdRange.LAST)
          + FILTERS;

  /** Newest first: the ids of $13 rows after the first $14. */
  @Override
  public String page() {
    return ranges()
        + "select f.id from ("
        + some("$13::bigint + $14::bigint")
        + ") f order by f.id desc limit $13::bigint offset $14::bigint";
  }

  /** How many there are, but no more than $13. */
  @Override
  public String count() {
    return ranges()
        + "select count(*) from (select from ("
        + some("$13::bigint")
        + ") f limit $13::bigint) c";
  }

  @Override
  public String guess() {
    return GUESS;
  }

  private String ranges() {
    return (filter.isOfAllClients() ? ALL_CLIENTS : NAMED_CLIENTS) + RANGES;
  }

  private String some(String limit) {
    if (filter.doubled()) {
      return BY_DUPLICATE.formatted(
          filter.undelivered() ? ALL_FILTERS + IS_UNDELIVERED : ALL_FILTERS, limit);
    }
    if (filter.undelivered()) {
      String given = filter.undeliveredSince() == null ? BY_UNDELIVERED : BY_UNDELIVERED_SINCE;
      return given.formatted(ALL_FILTERS, limit);
    }
    if (filter.batch() != null) {
      return BY_BATCH.formatted(ALL_FILTERS, limit);
    }
    if (filter.reference() != null) {
      return BY_REFERENCE.formatted(ALL_FILTERS, limit);
    }
    if (filter.isOfUpstream()) {
      return BY_PHASE.formatted(inPhases(), limit);
    }
    if (filter.isOfAnything()) {
      return BY_ID.formatted(ALL_FILTERS, limit);
    }
    String ended =
        filter.collectionId() == null ? "true" : "t.collection_id = $8 and t.phase = 'ended'";
    return BY_STATUS.formatted(ended, FILTERS, limit, "in")
        + " union all "
        + BY_STATUS.formatted("t.status = any ($2::text[])", FILTERS, limit, "not in");
  }

  /** A cancel that was asked for shows in every phase. */
  private String inPhases() {
    boolean cancelling = filter.phases().contains(Phase.CANCELLING);
    List<String> some = new ArrayList<>();
    if (cancelling || filter.phases().contains(Phase.SUBMITTING)) {
      some.add("= 'submitting'");
    }
    if (cancelling || filter.phases().contains(Phase.IN_DOUBT)) {
      some.add("= 'in_doubt'");
    }
    if (cancelling || filter.phases().contains(Phase.RUNNING)) {
      some.add("in ('running', 'cancelling')");
    }
    return some.stream()
        .map(phase -> IN_PHASE.formatted(phase, ALL_FILTERS))
        .collect(Collectors.joining(" union all "));
  }

  /** The first twelve values of each statement. */
  @Override
  public Tuple values() {
    return Tuple.tuple()
        .addArrayOfString(filter.clients().toArray(String[]::new))
        .addArrayOfString(
            Arrays.stream(TaskStatus.values())
                .filter(filter::shows)
                .map(TaskStatus::name)
                .toArray(String[]::new))
        .addArrayOfString(
            Arrays.stream(TaskKind.values())
                .filter(filter::shows)
                .map(TaskKind::label)
                .toArray(String[]::new))
        .addUUID(ids.from())
        .addUUID(ids.to())
        .addOffsetDateTime(time(filter.createdAfter()))
        .addOffsetDateTime(time(filter.createdBefore()))
        .addString(filter.collectionId())
        .addString(filter.reference())
        .addUUID(filter.batch())
        .addArrayOfString(phases())
        .addOffsetDateTime(time(filter.undeliveredSince()));
  }

  /** Null where they are not named. */
  private String[] phases() {
    return filter.phases().isEmpty()
        ? null
        : filter.phases().stream().map(Phase::label).toArray(String[]::new);
  }

  private static OffsetDateTime time(Instant moment) {
    return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
  }
}
