package io.anteroom.poll;

import static io.anteroom.PostgresFixture.await;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.IngressProxy.Answer;
import io.anteroom.ShortGraces;
import io.anteroom.TestCalls;
import io.anteroom.TestCalls.Indexed;
import io.anteroom.TestEnvironment;
import io.anteroom.UpstreamBehindIngress;
import io.anteroom.account.AccountDirectory;
import io.anteroom.upstream.list.AssetListAvailability;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that the upstream rejects because of one collection: it harms no task of another. */
@QuarkusTest
@TestProfile(ShortGraces.class)
@QuarkusTestResource(TestEnvironment.class)
@WithTestResource(UpstreamBehindIngress.class)
class RejectedListTest extends TasksBehindIngress {

  private static final Answer TOO_LARGE = new Answer(200, Map.of(), " ".repeat(17_000_000));

  private final String gone = TestCalls.newCollection();

  @Inject AssetListAvailability lists;
  @Inject AccountDirectory accounts;

  @ParameterizedTest
  @ValueSource(ints = {400, 422, 404, 410})
  void onlyTheTasksOfTheRejectedCollectionArePolledAlone(int status) {
    listed();
    rejectLists(status);
    sandbox.processTextsIn(4_000);
    List<String> ids = acceptTogether("c", gone, "c", "d", gone, "d");
    Awaitility.await()
        .until(() -> count("poll_one_by_one and collection_id = '%s'".formatted(gone)) == 2);
    assertTrue(lists.isWorthAsking(accounts.named("default").orElseThrow()));
    ids.forEach(id -> awaitStatus(id, "DONE"));
    assertEquals(2, count("poll_one_by_one and id in ('%s')".formatted(String.join("', '", ids))));
  }

  @ParameterizedTest
  @ValueSource(ints = {422, 404})
  void aRejectedCollectionHidesNoDuplicateAsset(int status) {
    rejectLists(status);
    String task = doubled("c");
    watch(task, TestCalls.index(TestEnvironment.ALICE, gone, "deleted later").task());
    awaitOneAsset(task);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410, 405})
  void theLastCheckIsMadeAgainAfterAListThatWasOut(int status) {
    String task = doubled("c");
    ingressProxy.answer(LISTS, status, "application/json", OWN);
    long before = ingressProxy.calls(LISTS);
    watch(task);
    set("since = now() - interval '16 min'");
    Awaitility.await().until(() -> ingressProxy.calls(LISTS) > before);
    ingressProxy.heal();
    set("check_at = now()");
    awaitOneAsset(task);
  }

  @Test
  void aListThatIsTooLargeHidesNoDuplicateAsset() {
    String task = doubled("c");
    Indexed large = TestCalls.index(TestEnvironment.ALICE, "c", "much metadata");
    ingressProxy.answer(
        (call, body) -> LISTS.test(call) && body.contains(large.task()) ? TOO_LARGE : null);
    watch(large.task(), task);
    awaitOneAsset(task);
  }

  private void rejectLists(int status) {
    Answer rejected = new Answer(status, Map.of(), "{\"detail\": \"no such collection\"}");
    ingressProxy.answer((call, body) -> LISTS.test(call) && body.contains(gone) ? rejected : null);
  }

  /** An ended task of which a later submit made an asset too. */
  private String doubled(String collection) {
    String task = TestCalls.index(TestEnvironment.ALICE, collection, "twice").task();
    upstream()
        .body(
            "{\"text\": \"twice\", \"collection_id\": \"%s\", \"metadata\": {\"anteroom_task\": \"%s.2\"}}"
                .formatted(collection, task))
        .post("/index/text")
        .then()
        .statusCode(200);
    Awaitility.await().until(() -> assetsOf(task).size() == 2);
    return task;
  }

  /** The checks of all of them are due at once. */
  private void watch(String... tasks) {
    String ids = String.join("', '", tasks);
    await(
        pool.query(
                """
                with doubted as (
                  update task set attempt = 2, in_doubt_attempts = '{1}' where id in ('%s')
                  returning id, account)
                insert into duplicate_watch (task, account, since, check_at)
                select id, account, now(), now() from doubted
                """
                    .formatted(ids))
            .execute());
    assertTrue(number("select count(*)::int from duplicate_watch") >= tasks.length);
  }

  private void set(String assignment) {
    await(pool.query("update duplicate_watch set " + assignment).execute());
  }

  private static void awaitOneAsset(String task) {
    Awaitility.await().until(() -> assetsOf(task).size() == 1);
  }

  /** The list of the upstream, by both markers. */
  private static List<String> assetsOf(String task) {
    return upstream()
        .body(
            """
            {"collections": ["c"], "filters": {"AND": [{"key": "metadata.anteroom_task",
              "operator": "in", "value": ["%1$s.1", "%1$s.2"]}]}}
            """
                .formatted(task))
        .post("/assets")
        .path("results.asset_id");
  }

  private static RequestSpecification upstream() {
    return given()
        .baseUri(ConfigProvider.getConfig().getValue("MIXPEEK_BASE_URL", String.class))
        .header("Authorization", "Bearer sandbox-enterprise-key")
        .contentType(ContentType.JSON);
  }
}
