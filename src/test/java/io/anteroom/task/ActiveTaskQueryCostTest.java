package io.anteroom.task;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.accept.queue.QueueDepth;
import io.anteroom.accept.queue.QueueOutlines;
import io.anteroom.accept.queue.QueuePosition;
import io.anteroom.cluster.DeadReplicaTakeover;
import io.anteroom.cluster.DueWork;
import io.anteroom.cluster.NextDue;
import io.anteroom.metrics.ClusterStateReader;
import io.anteroom.poll.RunningTaskReader;
import io.anteroom.reconcile.ClockCorrectionStore;
import io.anteroom.reconcile.ControlTaskStore;
import io.anteroom.reconcile.InDoubtTasks;
import io.anteroom.submit.FairQueue;
import io.anteroom.task.retention.TaskRetention;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The queries of the background work cost the same however many tasks have ended. */
class ActiveTaskQueryCostTest {

  private static final int FEW = 2_000;
  private static final UUID REPLICA = UUID.randomUUID();
  private static final String POLLS = "array['a', 'b'], array['1', null], array[1000, null]";

  /** A statement with its values, and the index of task that finds its rows. */
  private record Question(String name, String index, String statement, String values) {}

  private record Cost(Question question, QueryPlan plan) {}

  private static final List<Question> QUESTIONS =
      List.of(
          new Question(
              "mark 100 for submit",
              "task_queued",
              FairQueue.MARK,
              "'a', 'text', 100, '%s', 0, array['c1', 'c2'], array[1, 2], 1000000, 65536"
                  .formatted(REPLICA)),
          new Question(
              "mark 100 for submit, with permits",
              "task_queued",
              FairQueue.CLAIM,
              ("'a', 'text', 100, '%1$s', 0, array['c1', 'c2'], array[1, 2], 1000000, 65536,"
                      + " 'index.text', 0, '%1$s', 20000, '0/0'")
                  .formatted(REPLICA)),
          new Question(
              "read 500 running tasks that changed",
              "task_running",
              RunningTaskReader.CHANGED,
              "'a', '0', '00000000-0000-0000-0000-000000000000', 500"),
          new Question("claim 10 in doubt", "task_in_doubt", InDoubtTasks.CLAIM, "'a', 10, 1000"),
          new Question(
              "what is known to be upstream",
              "task_ended",
              ControlTaskStore.FIND,
              "'a', array['c'], 50, array['d']"),
          new Question("end what is overdue", "task_deadline", TaskDeadlines.END, "500, 86400000"),
          new Question("take over", "task_by_lease", DeadReplicaTakeover.TAKE_OVER, ""),
          new Question(
              "drop 500 requests", "task_request_kept", TaskRetention.REQUESTS, "60000, 500"),
          new Question("remove 500 ended", "task_ended", TaskRetention.TASKS, "60000, 500"),
          new Question(
              "the place of its first in the queue",
              "task_queued",
              QueuePosition.AHEAD,
              "'a', 'text', 'c1', 0, '00000000-0000-7000-8000-000000000001', array['c2'],"
                  + " array[1], 5000"),
          new Question(
              "count the queues of two clients",
              "task_queued",
              QueueDepth.COUNT,
              "array['a', 'a'], array['c1', 'c2'], array[100001, 100001]"),
          new Question(
              "the outline of the queues of an account",
              "task_queued",
              QueueOutlines.READ,
              "'a', 100, 250"),
          new Question("count what has not ended", "task_queued", ClientBacklog.READ, ""),
          new Question(
              "the state of the cluster, for metrics", "task_queued", ClusterStateReader.READ, ""),
          new Question(
              "the query of the tick",
              "task_queued",
              DueWork.ASK,
              "'%s', 10000, array['a', 'b'], 86400000, '0/0', 3000, %s, '{}'"
                  .formatted(REPLICA, POLLS)),
          new Question(
              "correct what is too far ahead",
              "task_held",
              ClockCorrectionStore.CLAMP,
              "array['a', 'b'], 10000, 120000, 601000, 301000"),
          new Question(
              "what is due next",
              "task_queued",
              NextDue.ASK,
              "array['a', 'b'], '%s', 86400000, %s".formatted(REPLICA, POLLS)));

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();

  @Test
  void theCostDoesNotGrowWithEndedTasks() {
    compare(100_000, 10_000);
  }

  @Test
  @Tag("scenarios")
  void theCostDoesNotGrowWithAMillionEndedAndAHundredThousandQueued() {
    compare(1_000_000, 100_000);
  }

  @Test
  void theCostDoesNotGrowWithDeadRowsOfTheQueue() {
    postgres.sql("alter table task set (autovacuum_enabled = false)");
    enter();
    fill("queued", 0, 20_000);
    postgres.sql("analyze");
    Cost before = measure().get(0);
    IntStream.range(0, 100).forEach(i -> markAHundred());
    Cost after = measure().get(0);
    System.out.printf(
        "backlog: %d buffers a mark of 100, %d after 10,000 marks without vacuum or analyze%n",
        before.plan().buffers(), after.plan().buffers());
    check(before, after);
  }

  private void compare(int ended, int queued) {
    enter();
    fill("ended", 0, FEW);
    fill("queued", FEW, queued);
    fill("running", FEW + queued, 2_000);
    fill("in_doubt", FEW + queued + 2_000, 100);
    fill("submitting", FEW + queued + 2_100, 200);
    postgres.vacuum("task");
    List<Cost> few = measure();
    fill("ended", FEW + queued + 2_300, ended - FEW);
    postgres.vacuum("task");
    List<Cost> many = measure();
    print(ended, queued, few, many);
    for (int i = 0; i < few.size(); i++) {
      check(few.get(i), many.get(i));
    }
  }

  private void enter() {
    postgres.sql("insert into replica values ('%s', now() + interval '1 day')".formatted(REPLICA));
    postgres.sql(
        "insert into quota_class (account, class, slots, hold) values ('a', 'index.text', 200, '0')");
    postgres.sql(
        "insert into quota_slot (account, class, n) select 'a', 'index.text', generate_series(0, 199)");
  }

  private void markAHundred() {
    FairQueue fairQueue = new FairQueue();
    await(
        postgres
            .pool()
            .withTransaction(
                c ->
                    fairQueue
                        .next(c, "a", TaskKind.TEXT)
                        .chain(
                            turn ->
                                fairQueue.mark(c, turn, 100, Long.MAX_VALUE, REPLICA, List.of()))));
  }

  private static void check(Cost few, Cost many) {
    Question question = many.question();
    assertFalse(many.plan().scansAllOf("task"), question.name() + many.plan());
    assertTrue(
        many.plan().indexesOf("task").contains(question.index()), question.name() + many.plan());
    assertFalse(
        many.plan().indexesOf("task").contains("task_of_client"), question.name() + many.plan());
    assertTrue(
        many.plan().buffers() <= 1.5 * few.plan().buffers() + 10,
        question.name() + ": " + few.plan().buffers() + ", " + many.plan());
  }

  private static void print(int ended, int queued, List<Cost> few, List<Cost> many) {
    System.out.printf("backlog: %,d queued, %,d and %,d ended%n", queued, FEW, ended);
    for (int i = 0; i < few.size(); i++) {
      QueryPlan before = few.get(i).plan();
      QueryPlan after = many.get(i).plan();
      System.out.printf(
          "| %s | %s | %d | %d | %.2f | %.2f |%n",
          few.get(i).question().name(),
          String.join(", ", after.indexesOf("task")),
          before.buffers(),
          after.buffers(),
          before.millis(),
          after.millis());
    }
  }

  private List<Cost> measure() {
    SqlConnection connection = await(postgres.pool().getConnection());
    List<Cost> costs = new ArrayList<>();
    for (Question question : QUESTIONS) {
      QueryPlan.ofPrepared(connection, question.statement(), question.values()); // fills the cache
      costs.add(
          new Cost(
              question, QueryPlan.ofPrepared(connection, question.statement(), question.values())));
    }
    await(connection.close());
    return costs;
  }

  /** Tasks of 20 clients, one of which has four fifths of them, over 30 days. */
  private void fill(String phase, int from, int count) {
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, status, phase, attempt,
                          lease_owner, event_no, accepted_at, submitted_at, next_check_at, updated_at,
                          ended_at)
        select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
          'c' || case when n %% 5 = 0 then n / 5 %% 20 else 1 end, 'a', 'text', 'c', '{}',
          case when p = 'ended' then 'DONE' else 'INITIALIZING' end, p, 1,
          case when p = 'submitting' then '%s'::uuid end,
          2, at, at, case when p <> 'ended' then now() + (n %% 7 - 3) * interval '1 minute' end, at,
          case when p = 'ended' then at + interval '1 minute' end
        from generate_series(%d, %d) as n, (select '%s') as phase (p),
          lateral (select now() - interval '30 days' + n * interval '1 second') as t (at)
        """
            .formatted(REPLICA, from, from + count - 1, phase));
  }
}
