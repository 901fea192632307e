package io.anteroom.api.search;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals of the upstream to calls that are passed through. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class UpstreamRefusalTest {

  private static final List<String> ENDPOINTS =
      List.of("search.text", "assets.list", "assets.get", "assets.delete", "assets.features");

  private final SandboxControl sandbox = SandboxControl.ofTest();
  private final Traces traces = new Traces();

  /** The log records with a stack trace. */
  private static final class Traces extends Handler {
    private final List<String> found = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord record) {
      if (record.getThrown() != null) {
        found.add(record.getLoggerName() + ": " + record.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    Logger.getLogger("").addHandler(traces);
  }

  @AfterEach
  void heal() {
    Logger.getLogger("").removeHandler(traces);
    ENDPOINTS.forEach(sandbox::heal);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void aRefusedAccountIs502(int status) {
    all(status, 502, "upstream-unauthorized", "The upstream answered " + status);
    assertEquals(List.of(), traces.found);
  }

  @ParameterizedTest
  @ValueSource(ints = {402, 405, 409, 410, 413, 418, 451, 499})
  void aRefusedRequestKeepsStatusAndMessage(int status) {
    all(status, status, "upstream-refused", "" + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 302, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    all(status, 502, "upstream-refused", "redirects are not followed");
    assertEquals(List.of(), traces.found);
  }

  /** It has no body, and so no words of the upstream. */
  @Test
  void aNotModifiedIsNotOfTheUpstream() {
    all(304, 502, "upstream-unreadable", "redirects are not followed");
    assertEquals(List.of(), traces.found);
  }

  /** Passed on, these statuses would seem to speak of the connection to Anteroom. */
  @ParameterizedTest
  @ValueSource(ints = {407, 408, 421, 425, 426})
  void aStatusOfTheUpstreamConnectionIs502(int status) {
    all(status, 502, "upstream-refused", "" + status);
  }

  @Test
  void aRestrictedClientGetsTheSameProblem() {
    sandbox.answer("assets.get", 403);
    told(
        TestCalls.of(TestEnvironment.FRANK).get("/assets/some/features"),
        502,
        "upstream-unauthorized",
        "403");
  }

  private void all(int answer, int status, String type, String words) {
    ENDPOINTS.forEach(endpoint -> sandbox.answer(endpoint, answer));
    told(json("{\"query\": \"x\"}").post("/search/text"), status, type, words);
    told(json("{}").post("/assets"), status, type, words);
    told(alice().get("/assets/some"), status, type, words);
    told(alice().get("/assets/some/features"), status, type, words);
    told(alice().delete("/assets/some"), status, type, words);
  }

  private static void told(Response response, int status, String type, String words) {
    response
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("type", equalTo("/problems/" + type))
        .body("detail", containsString(words));
  }
}
