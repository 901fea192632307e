package peers;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteRemove;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteReschedule;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.bucket4j.Bucket;
import java.io.Serializable;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * The waiting room with db-scheduler and Bucket4j: one custom task in steps. The first execution
 * submits, the later ones poll, each scheduled by the one before it.
 */
final class DbSchedulerService implements Face.Tasks {

  private static final int THREADS = 100;
  private static final String NAME = "index";

  /** As in the manual of db-scheduler, and a table for results, since it removes what is done. */
  private static final String SCHEMA =
      """
      create table if not exists scheduled_tasks (
        task_name text not null,
        task_instance text not null,
        task_data bytea,
        execution_time timestamp with time zone not null,
        picked boolean not null,
        picked_by text,
        last_success timestamp with time zone,
        last_failure timestamp with time zone,
        consecutive_failures int,
        last_heartbeat timestamp with time zone,
        version bigint not null,
        priority smallint,
        primary key (task_name, task_instance)
      );
      create index if not exists execution_time_idx on scheduled_tasks (execution_time);
      create index if not exists last_heartbeat_idx on scheduled_tasks (last_heartbeat);
      create table if not exists result (id text primary key, status text not null)
      """;

  /** What the next execution needs: the upstream's task, null before the submit. */
  record Step(String json, String upstreamTask) implements Serializable {}

  private final DataSource database;
  private final Upstream upstream;
  private final Bucket submits;
  private final Bucket polls;
  private final Duration pollEvery;
  private final Scheduler scheduler;
  private volatile Face face;

  private DbSchedulerService(Options options, DataSource database) {
    this.database = database;
    this.upstream = new Upstream(options.text("upstream"));
    this.submits = bucket(options.number("submits"), options.number("window-ms"));
    this.polls = bucket(options.number("polls"), options.number("window-ms"));
    this.pollEvery = Duration.ofMillis(options.number("poll-ms"));
    CustomTask<Step> task =
        Tasks.custom(NAME, Step.class)
            .onFailureReschedule(FixedDelay.ofSeconds(1))
            .onDeadExecutionRevive()
            .execute((instance, context) -> step(instance));
    this.scheduler =
        Scheduler.create(database, task)
            .threads(THREADS)
            .pollUsingLockAndFetch(0.5, 4.0) // the manual's advice for many executions a second
            .pollingInterval(Duration.ofMillis(100))
            .enableImmediateExecution()
            .heartbeatInterval(Duration.ofMillis(options.number("lease-ms") / 4))
            .missedHeartbeatsLimit(4)
            .build();
  }

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    DataSource database = database(URI.create(options.text("database")));
    try (Connection connection = database.getConnection()) {
      connection.createStatement().execute(SCHEMA);
    }
    DbSchedulerService service = new DbSchedulerService(options, database);
    service.face = Face.serve((int) options.number("port"), service);
    service.scheduler.start();
  }

  @Override
  public void accept(String id, String json) {
    scheduler.scheduleIfNotExists(
        new TaskInstance<>(NAME, id, new Step(json, null)), Instant.now());
  }

  @Override
  public String status(String id) throws SQLException {
    String query =
        "select status from result where id = ? union all"
            + " select 'PROCESSING' from scheduled_tasks where task_name = ? and task_instance = ?";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, id);
      statement.setString(2, NAME);
      statement.setString(3, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  /** One execution. An exception makes the scheduler repeat it. */
  private CompletionHandler<Step> step(TaskInstance<Step> instance) {
    Step step = instance.getData();
    try {
      return step.upstreamTask() == null ? submit(step) : poll(instance.getId(), step);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletionHandler<Step> submit(Step step) throws InterruptedException {
    submits.asBlocking().consume(1);
    Upstream.Answer answer = upstream.submit(step.json()).join();
    return answer.isRateLimited()
        ? after(answer.retryAfter(), step)
        : after(pollEvery, new Step(step.json(), answer.taskId()));
  }

  private CompletionHandler<Step> poll(String id, Step step)
      throws InterruptedException, SQLException {
    polls.asBlocking().consume(1);
    Upstream.Answer answer = upstream.poll(step.upstreamTask()).join();
    if (!answer.isEnd()) {
      return after(answer.isRateLimited() ? answer.retryAfter() : pollEvery, step);
    }
    save(id, answer.status());
    face.ended(id, answer.status());
    return new OnCompleteRemove<>();
  }

  private static CompletionHandler<Step> after(Duration delay, Step step) {
    return new OnCompleteReschedule<>(FixedDelay.of(delay), step);
  }

  private void save(String id, String status) throws SQLException {
    String insert = "insert into result (id, status) values (?, ?) on conflict do nothing";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setString(1, id);
      statement.setString(2, status);
      statement.executeUpdate();
    }
  }

  private static Bucket bucket(long limit, long windowMillis) {
    return Bucket.builder()
        .addLimit(l -> l.capacity(limit).refillGreedy(limit, Duration.ofMillis(windowMillis)))
        .build();
  }

  private static DataSource database(URI uri) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(
        "jdbc:postgresql://%s:%d%s".formatted(uri.getHost(), uri.getPort(), uri.getPath()));
    config.setUsername(uri.getUserInfo());
    config.setMaximumPoolSize(20);
    return new HikariDataSource(config);
  }
}
