package io.anteroom.poll;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.IngressProxy;
import io.anteroom.SandboxControl;
import io.anteroom.UpstreamBehindIngress;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Tasks of a service whose upstream is behind an ingress that a test lets answer in its place. Each
 * test begins and ends without open tasks.
 */
abstract class TasksBehindIngress {

  static final Duration LONGER_THAN_THE_GRACE = Duration.ofMillis(1_500);

  static final String OWN = "{\"detail\": \"Not Found\"}";
  static final Predicate<String> POLLS = call -> call.startsWith("GET /tasks/");
  static final Predicate<String> LISTS = call -> call.startsWith("POST /assets");

  @Inject Pool pool;

  final IngressProxy ingressProxy = UpstreamBehindIngress.ingress();
  final SandboxControl sandbox = SandboxControl.ofTest();

  /** Tasks of other test classes would take the long stage times of this one. */
  @BeforeEach
  void awaitTasksOfOtherTests() {
    awaitAllEnded();
  }

  @AfterEach
  void heal() {
    ingressProxy.heal();
    sandbox.processTextsIn(0);
    awaitAllEnded();
  }

  void awaitAllEnded() {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> count("phase <> 'ended'") == 0);
  }

  /** Waits until tasks are polled by list: an earlier test may have stopped that for up to 30 s. */
  void listed() {
    sandbox.processTextsIn(500);
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              long before = ingressProxy.calls(LISTS);
              List<String> listed = accept(3);
              listed.forEach(task -> awaitStatus(task, "DONE"));
              return ingressProxy.calls(LISTS) > before;
            });
  }

  static String accept() {
    return json("{\"text\": \"strange\", \"collection_id\": \"c\"}")
        .post("/index/text")
        .then()
        .statusCode(200)
        .extract()
        .path("task_id");
  }

  /** Accepts so many at once: a test has to be there before they end. */
  static List<String> accept(int count) {
    String item = "{\"text\": \"strange\", \"collection_id\": \"c\"}";
    return json("{\"items\": [%s]}".formatted(String.join(",", Collections.nCopies(count, item))))
        .post("/index/batch")
        .then()
        .statusCode(202)
        .extract()
        .path("items.task_id");
  }

  /** Accepts a task in each of these collections, all at once. */
  static List<String> acceptTogether(String... collections) {
    List<String> items =
        Stream.of(collections)
            .map("{\"text\": \"listed\", \"collection_id\": \"%s\"}"::formatted)
            .toList();
    return json("{\"items\": [%s]}".formatted(String.join(",", items)))
        .post("/index/batch")
        .then()
        .statusCode(202)
        .extract()
        .path("items.task_id");
  }

  static String running() {
    String id = accept();
    Awaitility.await().until(() -> alice().get("/tasks/" + id).path("phase").equals("running"));
    return id;
  }

  static void awaitStatus(String id, String status) {
    alice()
        .header("Prefer", "wait=30")
        .get("/tasks/" + id)
        .then()
        .statusCode(200)
        .body("status", equalTo(status));
  }

  /** None of these tasks was ever taken for one that the list does not show. */
  void assertPolledByList(List<String> tasks) {
    assertEquals(
        0, count("poll_one_by_one and id in ('%s')".formatted(String.join("', '", tasks))));
  }

  int count(String where) {
    return number("select count(*)::int from task where " + where);
  }

  int number(String query) {
    return await(pool.query(query).execute()).iterator().next().getInteger(0);
  }

  static void pass(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    Awaitility.await().atMost(time.plusSeconds(10)).until(() -> System.nanoTime() > until);
  }
}
