package io.anteroom.poll;

import static io.anteroom.TestCalls.alice;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.IngressProxy;
import io.anteroom.ShortGraces;
import io.anteroom.TestEnvironment;
import io.anteroom.UpstreamBehindIngress;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "302 | text/html | <html>moved</html>",
        "307 | text/plain | moved",
        "308 | application/json | {\"code\": 308}",
        "404 | text/html | <html>default backend - 404</html>",
        "400 | text/plain | bad request",
        "401 | text/html | <html>log in</html>",
        "403 | text/plain | blocked by policy",
        "413 | text/html | <html>too large</html>",
        "421 | text/plain | misdirected",
        "451 | application/json | {\"code\": 451}",
      })
  void aSubmitRefusedByAnIntermediaryIsSentAgain(int status, String type, String body) {
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
}
