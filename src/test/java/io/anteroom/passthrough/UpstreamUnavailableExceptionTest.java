package io.anteroom.passthrough;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.anteroom.api.exception.PassedCallProblems;
import io.anteroom.passthrough.UpstreamUnavailableException.Kind;
import io.anteroom.upstream.CircuitOpenException;
import io.anteroom.upstream.http.TooLargeResponses;
import io.anteroom.upstream.http.UpstreamCallException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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

  @Test
  void anotherFailureStaysAsItIs() {
    IllegalStateException failure = new IllegalStateException("ours");
    assertSame(failure, UpstreamUnavailableException.of(failure));
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
