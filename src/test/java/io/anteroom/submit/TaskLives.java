package io.anteroom.submit;

import static io.anteroom.PostgresFixture.await;

import io.anteroom.TestSettings;
import io.anteroom.accept.AcceptSettings;
import io.anteroom.accept.NewTask;
import io.anteroom.accept.TaskInsert;
import io.anteroom.accept.TaskOptions;
import io.anteroom.account.Account;
import io.anteroom.account.Plan;
import io.anteroom.account.Secret;
import io.anteroom.async.ExponentialBackoff;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.async.Ticker;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.cluster.Replica;
import io.anteroom.cluster.ReplicaLeases;
import io.anteroom.poll.PollFinding;
import io.anteroom.poll.PollResult;
import io.anteroom.poll.PollStore;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.Workload;
import io.anteroom.upstream.AccountAvailability;
import io.anteroom.upstream.http.UpstreamSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.hibernate.id.uuid.UuidVersion7Strategy;

/**
 * Text tasks from their accept to their end, by the statements of the service, as one replica sends
 * them. Only the upstream is not there.
 */
final class TaskLives {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int MAX_BATCH = 100;

  final QuotaLedger ledger;
  private final TaskInsert accepts;
  private final SubmitClaim claim;
  private final SubmitStore submits;
  private final PollStore polls;
  private final Replica replica;
  private final SubmitMarks marks = new SubmitMarks(TIMEOUT, Ticker.SYSTEM);
  private final SubmitQueue queue =
      new SubmitQueue(
          new Account(
              "default", URI.create("http://127.0.0.1"), new Secret("key"), Plan.ENTERPRISE),
          TaskKind.TEXT,
          List.of(),
          TIMEOUT,
          new ExponentialBackoff(Duration.ofSeconds(1), Ticker.SYSTEM));

  /**
   * A replica.
   *
   * @param pool its connections
   * @param settings those of the ledger, each followed by its value
   */
  TaskLives(Pool pool, String... settings) {
    SuspendAwareClock clocks = SuspendAwareClock.ofSystem();
    ReplicaLeases leases = new ReplicaLeases(pool);
    replica = new Replica(leases, TestSettings.of(ClusterSettings.class), clocks);
    await(leases.enter(replica.id(), Duration.ofHours(1)));
    ledger =
        new QuotaLedger(
            pool, TestSettings.of(QuotaSettings.class, settings), clocks, Ticker.SYSTEM);
    accepts = new TaskInsert(pool, null, TestSettings.of(AcceptSettings.class));
    claim =
        new SubmitClaim(
            pool,
            ledger,
            new FairQueue(),
            replica,
            TestSettings.of(UpstreamSettings.class),
            new SubmitMetrics(new SimpleMeterRegistry(), Clock.systemUTC()),
            Ticker.SYSTEM);
    submits = new SubmitStore(pool);
    polls = new PollStore(pool);
  }

  /** Gives the account so many slots, each of which is free again with the response. */
  static void slots(Pool pool, int slots) {
    await(
        pool.query(
                "insert into quota_class (account, class, slots, hold) values ('default', 'index.text', %d, '0')"
                    .formatted(slots))
            .execute());
    await(
        pool.query(
                "insert into quota_slot (account, class, n) select 'default', 'index.text', generate_series(0, %d)"
                    .formatted(slots - 1))
            .execute());
  }

  /** Accepts tasks at once. */
  void accept(int tasks) {
    await(
        Uni.join()
            .all(IntStream.range(0, tasks).mapToObj(i -> accepts.accept(newTask())).toList())
            .andFailFast());
  }

  /** Claims up to so many tasks, whose requests have so many bytes together. */
  SubmitClaim.Batch claim(int max, long bytes) {
    return await(claim.claim(queue, new SubmitClaim.Limits(max, bytes, marks)));
  }

  SubmitClaim.Batch claim(int max) {
    return claim(max, Long.MAX_VALUE);
  }

  /** A lane that sends its tasks, so many at once; only a wake makes it take a step. */
  SubmitLane lane(
      Submission submission, AccountAvailability availability, int maxInFlight, Vertx vertx) {
    return new SubmitLane(
        queue,
        new SubmitLane.Uses(
            claim,
            new SubmitMarkRepair(submits, replica, null),
            submission,
            ledger,
            new SubmitMemory(),
            availability,
            null,
            MAX_BATCH,
            maxInFlight,
            Ticker.SYSTEM),
        vertx);
  }

  /** The calls were made: their slots are free again. */
  void settle(List<PermittedSubmit> tasks) {
    await(
        Uni.join().all(tasks.stream().map(s -> ledger.settle(s.permit())).toList()).andFailFast());
  }

  /** The upstream has them. */
  void running(List<PermittedSubmit> tasks) {
    await(
        Uni.join()
            .all(tasks.stream().map(TaskLives::accepted).map(submits::record).toList())
            .andFailFast());
  }

  /** One poll showed them with this status; answers with how many changed. */
  int poll(List<PermittedSubmit> tasks, TaskStatus status) {
    return await(polls.record(tasks.stream().map(task -> polled(task.task(), status)).toList()))
        .size();
  }

  private static SubmitResult accepted(PermittedSubmit submit) {
    String upstreamId = UUID.randomUUID().toString();
    return SubmitResult.of(submit, Phase.RUNNING, upstreamId, null, null, null);
  }

  private static PollResult polled(MarkedTask task, TaskStatus status) {
    PollResult.State state =
        new PollResult.State(status, status.name(), "asset-" + task.id(), null, Duration.ZERO);
    return new PollResult(
        task.id(),
        task.attempt(),
        state,
        false,
        Duration.ZERO,
        Duration.ZERO,
        PollFinding.STATUS,
        null);
  }

  private static NewTask newTask() {
    return new NewTask(
        UuidVersion7Strategy.INSTANCE.generateUuid(null),
        "alice",
        "default",
        TaskKind.TEXT,
        "collection",
        "{\"text\": \"a text of some words, as a client sends one to be indexed\"}",
        null,
        TaskOptions.NONE,
        null,
        null,
        Workload.ofText(100),
        null);
  }
}
