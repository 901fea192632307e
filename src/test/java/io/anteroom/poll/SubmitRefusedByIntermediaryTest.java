package io.anteroom.poll;

import static io.anteroom.TestCalls.alice;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.IngressProxy;
import io.anteroom.IngressProxy.Answer;
import io.anteroom.ShortGraces;
import io.anteroom.TestEnvironment;
import io.anteroom.UpstreamBehindIngress;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Submits that an intermediary refuses are sent again for a while. */
@QuarkusTest
@TestProfile(ShortGraces.class)
@QuarkusTestResource(TestEnvironment.class)
@WithTestResource(UpstreamBehindIngress.class)
class SubmitRefusedByIntermediaryTest extends TasksBehindIngress {

  private static final Predicate<String> SUBMITS = call -> call.startsWith("POST /index/");

  private static final List<Answer> REFUSALS =
      List.of(
          refusal(302, "text/html", "<html>moved</html>"),
          refusal(307, "text/plain", "moved"),
          refusal(308, "application/json", "{\"code\": 308}"),
          refusal(404, "text/html", "<html>default backend - 404</html>"),
          refusal(400, "text/plain", "bad request"),
          refusal(413, "text/html", "<html>too large</html>"),
          refusal(421, "text/plain", "misdirected"),
          refusal(451, "application/json", "{\"code\": 451}"));

  /** All at the same time, since each takes its time: the text of a task names its refusal. */
  @Test
  void submitsRefusedByAnIntermediaryAreSentAgain() {
    Set<Answer> refused = ConcurrentHashMap.newKeySet();
    for (Answer refusal : REFUSALS) {
      ingressProxy.answer(
          (call, body) -> {
            if (!SUBMITS.test(call) || !body.contains(text(refusal))) {
              return null;
            }
            refused.add(refusal);
            return refusal;
          });
    }
    List<String> ids = REFUSALS.stream().map(refusal -> accept(text(refusal))).toList();
    Awaitility.await().until(() -> refused.size() == REFUSALS.size());
    pass(Duration.ofMillis(500));
    ids.forEach(id -> assertEquals("INITIALIZING", alice().get("/tasks/" + id).path("status")));
    ingressProxy.heal();
    ids.forEach(id -> awaitStatus(id, "DONE"));
  }

  /** The account is probed by another call then, which is refused too. */
  @ParameterizedTest
  @CsvSource({"401, text/html, <html>log in</html>", "403, text/plain, blocked by policy"})
  void aKeyRefusedByAnIntermediaryIsTriedAgain(int status, String type, String body) {
    ingressProxy.answer(SUBMITS.or(POLLS), status, type, body);
    long before = ingressProxy.calls(SUBMITS);
    String id = accept();
    Awaitility.await().until(() -> ingressProxy.calls(SUBMITS) > before);
    pass(Duration.ofMillis(500));
    assertEquals("INITIALIZING", alice().get("/tasks/" + id).path("status"));
    ingressProxy.heal();
    awaitStatus(id, "DONE");
  }

  @Test
  void aSubmitThatIsAlwaysRefusedEndsAfterTheGraceWithFewCalls() {
    ingressProxy.answer(SUBMITS, 404, "text/html", IngressProxy.DEFAULT_BACKEND);
    long before = ingressProxy.calls(SUBMITS);
    String id = accept();
    awaitStatus(id, "FAILED");
    assertTrue(ingressProxy.calls(SUBMITS) - before < 40, "calls " + ingressProxy.calls(SUBMITS));
    alice()
        .get("/tasks/" + id)
        .then()
        .body("error", containsString("intermediary"))
        .body("error", containsString("default backend - 404"));
  }

  private static Answer refusal(int status, String type, String body) {
    return new Answer(status, Map.of("Content-Type", type), body);
  }

  private static String text(Answer refusal) {
    return "refused with %d".formatted(refusal.status());
  }
}
