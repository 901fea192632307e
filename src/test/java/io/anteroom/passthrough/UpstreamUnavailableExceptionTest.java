package io.anteroom.passthrough;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.anteroom.api.exception.PassedCallProblems;
import io.anteroom.passthrough.UpstreamUnavailableException.Kind;
import io.anteroom.upstream.CircuitOpenException;
import io.anteroom.upstream.RetryLaterException;
import io.anteroom.upstream.http.TooLargeResponses;
import io.anteroom.upstream.http.UpstreamCallException;
import io.anteroom.upstream.json.UpstreamResponse;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call without a response tells when to come again. */
class UpstreamUnavailableExceptionTest {

  @Test
  void anOpenCircuitBreakerTellsItsOwnDelay() {
    CircuitOpenException open = new CircuitOpenException("calls", Duration.ofSeconds(30));
    is(Kind.CIRCUIT_OPEN, 30, new UpstreamCallException(false, open));
  }

  @Test
  void aCallWithoutAnAnswerMayBeRepeatedSoon() {
    is(Kind.NOT_SENT, 1, new UpstreamCallException(false, new IOException("refused")));
    is(Kind.NO_RESPONSE, 1, new UpstreamCallException(true, new IOException("reset")));
  }

  @Test
  void aResponseThatIsTooLargeAloneIsNotOneAmongTooMany() {
    is(Kind.TOO_LARGE, 1, new UpstreamCallException(true, TooLargeResponses.alone()));
    is(Kind.MEMORY_FULL, 1, new UpstreamCallException(true, TooLargeResponses.together()));
  }

  /** The same call may succeed in a second, and nothing is wrong with it. */
  @Test
  void fullMemoryIs503() {
    HttpProblem problem = problem(new UpstreamCallException(true, TooLargeResponses.together()));
    assertEquals(503, problem.getStatusCode());
    assertEquals("/problems/memory-full", problem.getType().toString());
    assertEquals("1", problem.getHeaders().get("Retry-After").toString());
    assertFalse(problem.getDetail().contains("larger"), problem.getDetail());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 520})
  void aPageOfAnIntermediaryIsNotForTheClient(int status) {
    for (JsonNode body :
        List.of(
            TextNode.valueOf("Squid proxy01.corp.example (10.2.3.4) could not connect"),
            JsonNodeFactory.instance.objectNode().put("host", "proxy01.corp.example"),
            MissingNode.getInstance())) {
      RetryLaterException later = new RetryLaterException(response(status, body));
      is(Kind.UNREADABLE, 7, later);
      HttpProblem problem = problem(later);
      assertEquals(502, problem.getStatusCode());
      assertEquals("/problems/upstream-unreadable", problem.getType().toString());
      assertEquals("7", problem.getHeaders().get("Retry-After").toString());
      assertTrue(problem.getDetail().contains("answered " + status), problem.getDetail());
      assertFalse(problem.getDetail().contains("proxy01"), problem.getDetail());
    }
  }

  @Test
  void theUpstreamsOwnWordsAreForTheClient() {
    RetryLaterException later =
        new RetryLaterException(
            response(503, JsonNodeFactory.instance.objectNode().put("detail", "being repaired")));
    is(Kind.SERVER_ERROR, 7, later);
    assertEquals("being repaired", problem(later).getDetail());
  }

  /** Whoever wrote it, and whatever it asks for. */
  @Test
  void a429TellsWhenTheLedgerHasAPermit() {
    UpstreamResponse response = response(429, MissingNode.getInstance());
    is(Kind.RATE_LIMITED, 600, new RetryLaterException(response, Duration.ofMinutes(10)));
  }

  @Test
  void anotherFailureStaysAsItIs() {
    IllegalStateException failure = new IllegalStateException("ours");
    assertSame(failure, UpstreamUnavailableException.of(failure));
  }

  private static UpstreamResponse response(int status, JsonNode body) {
    return new UpstreamResponse(status, Optional.of(Duration.ofSeconds(7)), body);
  }

  private static HttpProblem problem(Throwable failure) {
    return PassedCallProblems.of(
        assertInstanceOf(
            UpstreamUnavailableException.class, UpstreamUnavailableException.of(failure)));
  }

  private static void is(Kind kind, long seconds, Throwable failure) {
    UpstreamUnavailableException unavailable =
        assertInstanceOf(
            UpstreamUnavailableException.class, UpstreamUnavailableException.of(failure));
    assertEquals(kind, unavailable.kind());
    assertEquals(Duration.ofSeconds(seconds), unavailable.retryAfter());
  }
}
