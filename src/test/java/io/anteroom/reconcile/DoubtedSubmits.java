package io.anteroom.reconcile;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.IngressProxy;
import io.anteroom.IngressProxy.Answer;
import io.anteroom.SandboxControl;
import io.anteroom.UpstreamBehindIngress;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Submits in doubt of a running service, and what the asset list answers for them. */
final class DoubtedSubmits {

  static final Predicate<String> LISTS = call -> call.startsWith("POST /assets");

  private final Pool pool;
  private final IngressProxy ingressProxy = UpstreamBehindIngress.ingress();
  private final SandboxControl sandbox = SandboxControl.ofTest();

  DoubtedSubmits(Pool pool) {
    this.pool = pool;
  }

  void heal() {
    ingressProxy.heal();
    sandbox.heal("index.text");
    awaitAllEnded();
  }

  /**
   * From now on the upstream answers these lists so.
   *
   * @return how many there were
   */
  AtomicInteger answerLists(int status, Predicate<String> lists) {
    Answer answer = new Answer(status, Map.of(), "{\"detail\": \"no such collection\"}");
    AtomicInteger times = new AtomicInteger();
    ingressProxy.answer(
        (call, body) -> {
          boolean isOne = LISTS.test(call) && lists.test(body);
          times.addAndGet(isOne ? 1 : 0);
          return isOne ? answer : null;
        });
    return times;
  }

  /** No check has a control: all tasks ended long ago. */
  void forgetControls() {
    String longAgo =
        "update task set ended_at = ended_at - interval '2 days' where phase = 'ended'";
    await(pool.query(longAgo).execute());
  }

  /** Tasks of these collections, of which no submit has happened. */
  List<String> notHappened(String... collections) {
    return inDoubt("drop_before", collections);
  }

  /** A task of this collection, of which the submit has happened. */
  String happened(String collection) {
    return inDoubt("drop_after", collection).get(0);
  }

  private List<String> inDoubt(String fault, String... collections) {
    sandbox.set("{\"faults\": {\"index.text\": {\"%s\": 1.0}}}".formatted(fault));
    List<String> items =
        Stream.of(collections)
            .map("{\"text\": \"doubt\", \"collection_id\": \"%s\"}"::formatted)
            .toList();
    List<String> ids =
        json("{\"items\": [%s]}".formatted(String.join(",", items)))
            .post("/index/batch")
            .then()
            .statusCode(202)
            .extract()
            .path("items.task_id");
    Awaitility.await().until(() -> count("phase = 'in_doubt'") == ids.size());
    sandbox.heal("index.text");
    return ids;
  }

  /** Each is submitted once more, and soon: without a control it takes longer. */
  void awaitDone(String... ids) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> Stream.of(ids).allMatch(id -> "DONE".equals(status(id))));
    for (String id : ids) {
      assertEquals(1, sandbox.counters().path("tasks_by_task_id").path(id).asInt());
    }
  }

  String status(String id) {
    return alice().get("/tasks/" + id).path("status");
  }

  void awaitAllEnded() {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> count("phase <> 'ended'") == 0);
  }

  int count(String where) {
    String query = "select count(*)::int from task where " + where;
    return await(pool.query(query).execute()).iterator().next().getInteger(0);
  }
}
