package io.anteroom.task;

import static io.anteroom.PostgresFixture.await;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.accept.AcceptSettings;
import io.anteroom.accept.NewTask;
import io.anteroom.accept.NewTasks;
import io.anteroom.accept.TaskInsert;
import io.anteroom.accept.TaskOptions;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.cluster.ReplicaLeases;
import io.anteroom.submit.FairQueue;
import io.anteroom.submit.MarkedTask;
import io.anteroom.submit.SubmitResult;
import io.anteroom.submit.SubmitStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A database with tasks, brought into any phase by the statements of the service. */
public final class TaskFixture implements AutoCloseable {

  private static final String ACCOUNT = "default";

  private final PostgresFixture postgres = PostgresFixture.create();
  private final UUID replica = UUID.randomUUID();
  private final FairQueue fairQueue = new FairQueue();
  private final TaskInsert taskInsert;
  private final SubmitStore submitStore;
  private final CancelRequests cancelRequests;

  private TaskFixture() {
    taskInsert = new TaskInsert(postgres.pool(), null, TestSettings.of(AcceptSettings.class));
    submitStore = new SubmitStore(postgres.pool());
    cancelRequests = new CancelRequests(postgres.pool());
    await(new ReplicaLeases(postgres.pool()).enter(replica, Duration.ofHours(1)));
  }

  /** A migrated, empty store with one replica. */
  public static TaskFixture create() {
    return new TaskFixture();
  }

  public Pool pool() {
    return postgres.pool();
  }

  /** The replica that marks. */
  public UUID replica() {
    return replica;
  }

  public UUID accept(TaskOptions options) {
    NewTask task = NewTasks.text("alice", ACCOUNT, options, null);
    return await(taskInsert.accept(task)).id();
  }

  /** Marks the next queued task as submitting. */
  public MarkedTask mark() {
    return await(pool().withTransaction(this::mark)).get(0);
  }

  private Uni<List<MarkedTask>> mark(SqlClient client) {
    return fairQueue
        .next(client, ACCOUNT, TaskKind.TEXT)
        .chain(turn -> fairQueue.mark(client, turn, 1, 1, replica, List.of()));
  }

  public void record(MarkedTask markedTask, Phase phase) {
    String upstreamId = phase == Phase.RUNNING ? "u-" + markedTask.id() : null;
    SubmitResult result =
        new SubmitResult(
            markedTask.id(),
            markedTask.attempt(),
            replica,
            phase,
            upstreamId,
            null,
            Duration.ZERO,
            phase == Phase.IN_DOUBT ? InDoubtReason.LOST : null);
    await(submitStore.record(result));
  }

  /** The submit ended the task without success. */
  public void end(MarkedTask markedTask, TaskFailure failure) {
    await(
        submitStore.record(
            new SubmitResult(
                markedTask.id(),
                markedTask.attempt(),
                replica,
                Phase.ENDED,
                null,
                failure,
                Duration.ZERO,
                null)));
  }

  /** A task whose submit is in doubt, since this long. */
  public UUID inDoubt(Duration since) {
    UUID id = accept(TaskOptions.NONE);
    record(mark(), Phase.IN_DOUBT);
    set(id, "in_doubt_since = now() - interval '%d ms'".formatted(since.toMillis()));
    return id;
  }

  public void cancel(UUID id) {
    await(cancelRequests.request(id, "alice", ChangeScope.ALONE));
  }

  /** Changes a row directly. */
  public void set(UUID id, String assignment) {
    postgres.sql("update task set " + assignment + " where id = '" + id + "'");
  }

  /** A column as text, or null. */
  public String text(UUID id, String column) {
    return row(id, column + "::text").getString(0);
  }

  public int number(UUID id, String expression) {
    return row(id, expression).getInteger(0);
  }

  public void clear() {
    postgres.sql("delete from task");
  }

  @Override
  public void close() {
    postgres.close();
  }

  private Row row(UUID id, String column) {
    return postgres
        .sql("select " + column + " from task where id = '" + id + "'")
        .iterator()
        .next();
  }
}
