package io.anteroom.task;

import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.LogSubject;
import io.anteroom.async.trace.TraceContext;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A task that the upstream has, or may have, as the poller and the reconciler need it.
 *
 * @param attempt the number of its newest submit
 * @param phase {@code running}, {@code cancelling} or {@code in_doubt}
 * @param upstreamTaskId its upstream id; null where it is in doubt
 * @param polls how often it was polled, or checked while in doubt, since it came into this phase
 * @param pollAlone whether the asset list did not show it
 * @param doubtedAttempts its submits whose answer never came, in their order
 * @param account where it was submitted
 * @param workload the label of its {@link Workload}
 * @param age how long it is in this phase, by the database's clock
 * @param polledAt its age at the last poll that told something; zero where there was none
 * @param traceparent where its accept stands in a trace, or null
 */
public record RunningTask(
    UUID id,
    int attempt,
    TaskKind kind,
    Phase phase,
    String upstreamTaskId,
    String collectionId,
    TaskStatus status,
    int polls,
    boolean pollAlone,
    List<Integer> doubtedAttempts,
    boolean cancelRequested,
    String account,
    String workload,
    Duration age,
    Duration polledAt,
    String client,
    String traceparent,
    PollHistory history)
    implements LogSubject {

  /** The same, so much later. */
  public RunningTask later(Duration passed) {
    return with(phase, status, polls, pollAlone, age.plus(passed), polledAt, history.later(passed));
  }

  /** The same in this phase and with this status; in another phase no poll was made yet. */
  public RunningTask changed(Phase newPhase, TaskStatus newStatus) {
    int madeInPhase = newPhase == phase ? polls : 0;
    return with(newPhase, newStatus, madeInPhase, pollAlone, age, polledAt, history);
  }

  /** The same after so many polls in this phase, of which the last told something at this age. */
  public RunningTask polled(int times, Duration lastAt) {
    return with(phase, status, times, pollAlone, age, lastAt, history);
  }

  /** The same as a poll found it. */
  public RunningTask found(
      TaskStatus newStatus, boolean isPolledAlone, Duration lastAt, PollHistory newHistory) {
    return with(phase, newStatus, polls, isPolledAlone, age, lastAt, newHistory);
  }

  private RunningTask with(
      Phase newPhase,
      TaskStatus newStatus,
      int newPolls,
      boolean newPollAlone,
      Duration newAge,
      Duration newPolledAt,
      PollHistory newHistory) {
    return new RunningTask(
        id,
        attempt,
        kind,
        newPhase,
        upstreamTaskId,
        collectionId,
        newStatus,
        newPolls,
        newPollAlone,
        doubtedAttempts,
        cancelRequested,
        account,
        workload,
        newAge,
        newPolledAt,
        client,
        traceparent,
        newHistory);
  }

  @Override
  public void describe(LogFields fields) {
    fields
        .taskId(id)
        .account(account)
        .client(client)
        .attempt(attempt)
        .traceId(TraceContext.traceId(traceparent));
  }

  public String marker() {
    return new SubmitAttempt(id, attempt).marker();
  }

  /** The markers of every submit that happened or may have, the first one's first. */
  public List<String> markers() {
    return markers(id, doubtedAttempts, attempt);
  }

  /** The same of a row with the columns {@code id}, {@code attempt}, {@code in_doubt_attempts}. */
  public static List<String> markers(Row row) {
    return markers(
        row.getUUID("id"),
        List.of(row.getArrayOfIntegers("in_doubt_attempts")),
        row.getInteger("attempt"));
  }

  private static List<String> markers(UUID id, List<Integer> doubtedAttempts, int attempt) {
    return Stream.concat(doubtedAttempts.stream(), Stream.of(attempt))
        .distinct()
        .map(number -> new SubmitAttempt(id, number).marker())
        .toList();
  }

  /**
   * The columns that {@link #from} reads, of the table {@code task t}.
   *
   * @param since the time from which its age counts, in SQL
   */
  public static String columns(String since) {
    return """
    t.id, t.attempt, t.kind, t.phase, t.upstream_task_id, t.collection_id, t.status, t.checks,
      t.poll_one_by_one, t.in_doubt_attempts, t.cancel_requested, t.account, t.workload,
      greatest(0, floor(1000 * extract(epoch from now() - %s)))::bigint as age_ms,
      t.client, t.traceparent,\
    """
            .formatted(since)
        + PollHistory.COLUMNS;
  }

  /** As the row says; when it was polled stands in no row. */
  public static RunningTask from(Row row) {
    return new RunningTask(
        row.getUUID("id"),
        row.getInteger("attempt"),
        TaskKind.labelled(row.getString("kind")),
        Phase.labelled(row.getString("phase")),
        row.getString("upstream_task_id"),
        row.getString("collection_id"),
        TaskStatus.valueOf(row.getString("status")),
        row.getInteger("checks"),
        row.getBoolean("poll_one_by_one"),
        List.of(row.getArrayOfIntegers("in_doubt_attempts")),
        row.getBoolean("cancel_requested"),
        row.getString("account"),
        row.getString("workload"),
        Duration.ofMillis(row.getLong("age_ms")),
        Duration.ZERO,
        row.getString("client"),
        row.getString("traceparent"),
        PollHistory.from(row));
  }
}
