package io.anteroom.poll;

import static io.anteroom.TestCalls.alice;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.anteroom.IngressProxy.Answer;
import io.anteroom.ShortGraces;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.UpstreamBehindIngress;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Running tasks whose collection was deleted, and a list that is out, which looks like it. */
@QuarkusTest
@TestProfile(ShortGraces.class)
@QuarkusTestResource(TestEnvironment.class)
@WithTestResource(UpstreamBehindIngress.class)
class DeletedCollectionTest extends TasksBehindIngress {

  private final String gone = TestCalls.newCollection();

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 410})
  void itsTasksEndAndAConfirmedCancelEndsAtOnce(int status) {
    listed();
    sandbox.processTextsIn(60_000);
    Answer deleted = new Answer(status, Map.of(), "{\"detail\": \"no such collection\"}");
    ingressProxy.answer((call, body) -> LISTS.test(call) && body.contains(gone) ? deleted : null);
    List<String> ids = acceptTogether("c", gone, "c", gone);
    Awaitility.await()
        .until(() -> count("poll_one_by_one and collection_id = '%s'".formatted(gone)) == 2);
    forget(ids.get(1));
    forget(ids.get(3));
    alice()
        .delete("/tasks/" + ids.get(1))
        .then()
        .statusCode(200)
        .body("status", equalTo("CANCELLED"));
    awaitStatus(ids.get(3), "FAILED");
    alice().get("/tasks/" + ids.get(3)).then().body("error", containsString("no longer knows"));
    List<String> others = List.of(ids.get(0), ids.get(2));
    assertPolledByList(others);
    others.forEach(id -> alice().header("Prefer", "respond-async").delete("/tasks/" + id));
    others.forEach(id -> awaitStatus(id, "CANCELLED"));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410, 405})
  void aListThatIsOutForAShortTimeMakesNoCollectionCountAsDeleted(int status) {
    listed();
    ingressProxy.answer(LISTS, status, "application/json", OWN);
    sandbox.processTextsIn(6_000);
    List<String> ids = acceptTogether("c", gone, "d", "c", gone, "d");
    Awaitility.await().until(this::isListMissing);
    ingressProxy.heal();
    Awaitility.await().until(() -> !isListMissing());
    ids.forEach(id -> awaitStatus(id, "DONE"));
    assertPolledByList(ids);
  }

  /** The upstream no longer knows the task. */
  private void forget(String id) {
    String upstreamId = alice().get("/tasks/" + id).path("upstream_task_id");
    ingressProxy.answer(POLLS.and(call -> call.contains(upstreamId)), 404, "application/json", OWN);
  }

  private boolean isListMissing() {
    return number("select count(*)::int from asset_list where missing_since is not null") > 0;
  }
}
