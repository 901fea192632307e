package io.anteroom.reconcile;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.IngressProxy;
import io.anteroom.IngressProxy.Answer;
import io.anteroom.SandboxControl;
import io.anteroom.ShortGraces;
import io.anteroom.TestCalls;
import io.anteroom.TestCalls.Indexed;
import io.anteroom.TestEnvironment;
import io.anteroom.UpstreamBehindIngress;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Submits that did not happen, beside a collection or a task for which the asset list gives no
 * answer: that keeps no other in doubt.
 */
@QuarkusTest
@TestProfile(ShortGraces.class)
@QuarkusTestResource(TestEnvironment.class)
@WithTestResource(UpstreamBehindIngress.class)
class InDoubtBesideRejectionsTest {

  private static final Predicate<String> LISTS = call -> call.startsWith("POST /assets");
  private static final Answer TOO_LARGE = new Answer(200, Map.of(), " ".repeat(17_000_000));
  private static final Answer OUT = new Answer(503, Map.of(), "{\"detail\": \"out of order\"}");

  @Inject Pool pool;

  private final IngressProxy ingressProxy = UpstreamBehindIngress.ingress();
  private final SandboxControl sandbox = SandboxControl.ofTest();
  private final String gone = TestCalls.newCollection();
  private final String other = TestCalls.newCollection();

  @BeforeEach
  void showThatTheListWorks() {
    awaitAllEnded();
    index("c");
  }

  @AfterEach
  void heal() {
    ingressProxy.heal();
    sandbox.heal("index.text");
    awaitAllEnded();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410, 400, 422})
  void aRejectedCollectionKeepsNoOtherInDoubt(int status) {
    reject(status);
    List<String> ids = inDoubt(gone, "c", gone, other);
    awaitDone(ids.get(1), ids.get(3));
    assertEquals(2, count("phase = 'in_doubt' and collection_id = '%s'".formatted(gone)));
    alice().delete("/tasks/" + ids.get(0));
    Awaitility.await().until(() -> "CANCELLED".equals(status(ids.get(0))));
    ingressProxy.heal();
    awaitDone(ids.get(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 422})
  void aRejectedControlCostsFewCalls(int status) {
    index(gone);
    index(gone);
    AtomicInteger rejected = reject(status);
    List<String> ids = inDoubt(Collections.nCopies(15, other).toArray(String[]::new));
    awaitDone(ids.toArray(String[]::new));
    assertTrue(rejected.get() <= 4, rejected + " calls were rejected");
  }

  @Test
  void aListThatIsMissingForAllIsWaitedFor() {
    AtomicInteger asked = answerLists(404, body -> true);
    List<String> ids = inDoubt(gone, "c", other);
    Awaitility.await().until(() -> asked.get() > 10);
    assertEquals(3, count("phase = 'in_doubt'"));
    ingressProxy.heal();
    awaitDone(ids.toArray(String[]::new));
  }

  @Test
  void controlsThatAreTooLargeAreLeftOut() {
    Indexed control = index(other);
    ingressProxy.answer(
        (call, body) -> LISTS.test(call) && body.contains(control.task()) ? TOO_LARGE : null);
    awaitDone(inDoubt(other).get(0));
  }

  @Test
  void aTaskThatIsTooLargeKeepsNoOtherInDoubt() {
    ingressProxy.answer((call, body) -> LISTS.test(call) && body.contains(gone) ? TOO_LARGE : null);
    List<String> ids = inDoubt(gone, "c", "c", other);
    awaitDone(ids.get(1), ids.get(2), ids.get(3));
    assertEquals(1, count("phase = 'in_doubt'"));
  }

  /** The control is ended and not listed, so further calls are to tell about the list. */
  @ParameterizedTest
  @ValueSource(strings = {"GET /assets/", "POST /assets"})
  void aListThatCannotBeVerifiedKeepsNoneInDoubt(String call) {
    Indexed control = index(other);
    deleteUpstream(control.asset());
    ingressProxy.answer(
        (name, body) -> name.startsWith(call) && !body.contains("filters") ? OUT : null);
    List<String> ids = inDoubt(other, "c");
    awaitDone(ids.toArray(String[]::new));
  }

  /** Lists that ask for this collection. */
  private AtomicInteger reject(int status) {
    return answerLists(status, body -> body.contains(gone));
  }

  private AtomicInteger answerLists(int status, Predicate<String> lists) {
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

  /** Tasks of these collections, of which no submit has happened. */
  private List<String> inDoubt(String... collections) {
    sandbox.set("{\"faults\": {\"index.text\": {\"drop_before\": 1.0}}}");
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

  private static Indexed index(String collection) {
    return TestCalls.index(TestEnvironment.ALICE, collection, "known to be there");
  }

  private static void deleteUpstream(String asset) {
    given()
        .baseUri(ConfigProvider.getConfig().getValue("MIXPEEK_BASE_URL", String.class))
        .header("Authorization", "Bearer sandbox-enterprise-key")
        .delete("/assets/" + asset);
  }

  /** Each is submitted once more, and soon: without a control it takes longer. */
  private void awaitDone(String... ids) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> Stream.of(ids).allMatch(id -> "DONE".equals(status(id))));
    for (String id : ids) {
      assertEquals(1, sandbox.counters().path("tasks_by_task_id").path(id).asInt());
    }
  }

  private static String status(String id) {
    return alice().get("/tasks/" + id).path("status");
  }

  private void awaitAllEnded() {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> count("phase <> 'ended'") == 0);
  }

  private int count(String where) {
    String query = "select count(*)::int from task where " + where;
    return await(pool.query(query).execute()).iterator().next().getInteger(0);
  }
}
