package io.anteroom.reconcile;

import static io.anteroom.TestCalls.alice;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.IngressProxy;
import io.anteroom.IngressProxy.Answer;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

  private static final Answer TOO_LARGE = new Answer(200, Map.of(), " ".repeat(17_000_000));
  private static final Answer NOT_FOUND =
      new Answer(404, Map.of(), "{\"detail\": \"no such collection\"}");
  private static final Answer PART_OF_A_LIST =
      new Answer(200, Map.of(), "{\"results\": [], \"pagination\": {\"total\": 5}}");
  private static final Answer OUT = new Answer(503, Map.of(), "{\"detail\": \"out of order\"}");

  @Inject Pool pool;

  private final IngressProxy ingressProxy = UpstreamBehindIngress.ingress();
  private DoubtedSubmits submits;
  private final String gone = TestCalls.newCollection();
  private final String other = TestCalls.newCollection();

  @BeforeEach
  void showThatTheListWorks() {
    submits = new DoubtedSubmits(pool);
    submits.awaitAllEnded();
    index("c");
  }

  @AfterEach
  void heal() {
    submits.heal();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410, 400, 422})
  void aRejectedCollectionKeepsNoOtherInDoubt(int status) {
    reject(status);
    List<String> ids = submits.notHappened(gone, "c", gone, other);
    submits.awaitDone(ids.get(1), ids.get(3));
    assertEquals(2, submits.count("phase = 'in_doubt' and collection_id = '%s'".formatted(gone)));
    alice().delete("/tasks/" + ids.get(0));
    Awaitility.await().until(() -> "CANCELLED".equals(submits.status(ids.get(0))));
    ingressProxy.heal();
    submits.awaitDone(ids.get(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 422})
  void aRejectedControlCostsFewCalls(int status) {
    index(gone);
    index(gone);
    AtomicInteger rejected = reject(status);
    List<String> ids = submits.notHappened(Collections.nCopies(15, other).toArray(String[]::new));
    submits.awaitDone(ids.toArray(String[]::new));
    assertTrue(rejected.get() <= 4, rejected + " calls were rejected");
  }

  @Test
  void aListThatIsMissingForAllIsWaitedFor() {
    AtomicInteger asked = submits.answerLists(404, body -> true);
    List<String> ids = submits.notHappened(gone, "c", other);
    Awaitility.await().until(() -> asked.get() > 10);
    assertEquals(3, submits.count("phase = 'in_doubt'"));
    ingressProxy.heal();
    submits.awaitDone(ids.toArray(String[]::new));
  }

  /** All calls that ask for it have no answer, whoever else they ask for. */
  @Test
  void aCollectionWithoutAnAnswerKeepsNoOtherInDoubt() {
    reject(503);
    List<String> ids = submits.notHappened(gone, "c", gone, other);
    submits.awaitDone(ids.get(1), ids.get(3));
    assertEquals(2, submits.count("phase = 'in_doubt'"));
  }

  /** There is no third one, and no control, that the list could be asked for. */
  @ParameterizedTest
  @ValueSource(ints = {400, 422})
  void aCollectionWithoutAnAnswerKeepsNoRejectedOneInDoubt(int status) {
    submits.forgetControls();
    answerBoth(new Answer(status, Map.of(), NOT_FOUND.body()));
    List<String> ids = submits.notHappened(gone, other);
    Awaitility.await().until(() -> submits.count("in_doubt_since < now() - interval '3 s'") == 2);
    alice().delete("/tasks/" + ids.get(0));
    Awaitility.await().until(() -> "CANCELLED".equals(submits.status(ids.get(0))));
    assertEquals(1, submits.count("phase = 'in_doubt'"));
    ingressProxy.heal();
    submits.awaitAllEnded();
  }

  /** What the list answers for one collection; for the other one alone it has no answer. */
  private void answerBoth(Answer ofGone) {
    ingressProxy.answer(
        (call, body) -> {
          boolean isList = DoubtedSubmits.LISTS.test(call);
          return isList && body.contains(gone)
              ? ofGone
              : isList && body.contains(other) ? OUT : null;
        });
  }

  /** The submit has happened, and its client wants it cancelled. */
  @Test
  void aListThatDoesNotFindACollectionForAMomentEndsNoTask() {
    AtomicReference<Answer> answer = new AtomicReference<>(PART_OF_A_LIST);
    AtomicInteger left = new AtomicInteger(2); // a call with others, and one for it alone
    ingressProxy.answer(
        (call, body) ->
            DoubtedSubmits.LISTS.test(call)
                    && body.contains(gone)
                    && (answer.get() == PART_OF_A_LIST || left.getAndDecrement() > 0)
                ? answer.get()
                : null);
    String id = submits.happened(gone);
    alice().delete("/tasks/" + id);
    Awaitility.await().until(() -> submits.count("in_doubt_since < now() - interval '3 s'") == 1);
    answer.set(NOT_FOUND);
    submits.awaitAllEnded();
    assertEquals(1, submits.count("id = '%s' and upstream_task_id is not null".formatted(id)));
    assertTrue(left.get() <= 0, "the list was asked for");
  }

  @Test
  void controlsThatAreTooLargeAreLeftOut() {
    Indexed control = index(other);
    ingressProxy.answer(
        (call, body) ->
            DoubtedSubmits.LISTS.test(call) && body.contains(control.task()) ? TOO_LARGE : null);
    submits.awaitDone(submits.notHappened(other).get(0));
  }

  @Test
  void aTaskThatIsTooLargeKeepsNoOtherInDoubt() {
    ingressProxy.answer(
        (call, body) -> DoubtedSubmits.LISTS.test(call) && body.contains(gone) ? TOO_LARGE : null);
    List<String> ids = submits.notHappened(gone, "c", "c", other);
    submits.awaitDone(ids.get(1), ids.get(2), ids.get(3));
    assertEquals(1, submits.count("phase = 'in_doubt'"));
  }

  /** The control is ended and not listed, so further calls are to tell about the list. */
  @ParameterizedTest
  @ValueSource(strings = {"GET /assets/", "POST /assets"})
  void aListThatCannotBeVerifiedKeepsNoneInDoubt(String call) {
    Indexed control = index(other);
    deleteUpstream(control.asset());
    ingressProxy.answer(
        (name, body) -> name.startsWith(call) && !body.contains("filters") ? OUT : null);
    List<String> ids = submits.notHappened(other, "c");
    submits.awaitDone(ids.toArray(String[]::new));
  }

  /** Lists that ask for this collection. */
  private AtomicInteger reject(int status) {
    return submits.answerLists(status, body -> body.contains(gone));
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
}
