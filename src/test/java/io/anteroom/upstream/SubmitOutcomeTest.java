package io.anteroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seed: Response Codes; and how the answer to a submit is read (design: HTTP face). */
class SubmitOutcomeTest {

  private static final String ID = "{\"message\": \"ok\", \"task_id\": \"u1\"}";
  private static final String DETAIL = "{\"detail\": [{\"msg\": \"no such collection\"}]}";

  @ParameterizedTest
  @CsvSource({
    "200, Accepted",
    "201, Accepted",
    "400, Refused",
    "401, Unauthorized",
    "403, Unauthorized",
    "404, Refused",
    "422, Refused",
    "413, Refused",
    "429, RateLimited",
    "500, UpstreamFailed",
    "502, UpstreamFailed",
    "503, UpstreamFailed",
    "599, UpstreamFailed",
    "504, InDoubt",
    "524, InDoubt",
    "425, Unprocessed",
    "408, InDoubt",
    "301, Refused",
    "307, Refused",
  })
  void theStatusDecides(int status, String outcome) {
    assertEquals(outcome, SubmitOutcome.of(answer(status, ID)).getClass().getSimpleName());
  }

  @Test
  void aSuccessWithoutATaskIdIsInDoubt() {
    assertEquals(
        new SubmitOutcome.InDoubt("the upstream answered 200 without a task id"),
        SubmitOutcome.of(answer(200, "{\"message\": \"ok\"}")));
    assertEquals(SubmitOutcome.InDoubt.class, SubmitOutcome.of(answer(200, "null")).getClass());
  }

  @Test
  void aRefusalKeepsTheUpstreamsWords() {
    assertEquals(
        new SubmitOutcome.Refused(400, "no such collection"),
        SubmitOutcome.of(answer(400, DETAIL)));
    assertEquals(
        new SubmitOutcome.Refused(422, "too long"),
        SubmitOutcome.of(answer(422, "{\"error\": {\"message\": \"too long\"}}")));
    assertEquals(
        new SubmitOutcome.Refused(404, "Not Found"),
        SubmitOutcome.of(answer(404, "{\"detail\": \"Not Found\"}")));
    assertEquals(
        new SubmitOutcome.Refused(418, "the upstream answered 418"),
        SubmitOutcome.of(answer(418, "[]")));
  }

  @ParameterizedTest
  @CsvSource({"503, Unprocessed", "500, UpstreamFailed", "502, UpstreamFailed", "504, InDoubt"})
  void onlyA503ThatSaysWhenToComeAgainDidNoWork(int status, String outcome) {
    UpstreamAnswer answer =
        new UpstreamAnswer(status, Optional.of(Duration.ofSeconds(9)), json("{}"));
    assertEquals(outcome, SubmitOutcome.of(answer).getClass().getSimpleName());
  }

  @Test
  void aRateLimitKeepsItsRetryAfter() {
    UpstreamAnswer answer = new UpstreamAnswer(429, Optional.of(Duration.ofSeconds(9)), json("{}"));
    assertEquals(
        new SubmitOutcome.RateLimited(Optional.of(Duration.ofSeconds(9))),
        SubmitOutcome.of(answer));
  }

  @Test
  void aFailureIsInDoubtUnlessNothingCanHaveBeenSent() {
    IOException cause = new IOException("connection reset");
    assertEquals(
        new SubmitOutcome.InDoubt("no answer: connection reset"),
        SubmitOutcome.of(new UpstreamFailure(true, cause)));
    assertEquals(
        new SubmitOutcome.NotSent("connection reset"),
        SubmitOutcome.of(new UpstreamFailure(false, cause)));
    assertEquals(
        SubmitOutcome.InDoubt.class,
        SubmitOutcome.of(new IllegalStateException("of no known kind")).getClass());
  }

  private static UpstreamAnswer answer(int status, String body) {
    return new UpstreamAnswer(status, Optional.empty(), json(body));
  }

  private static com.fasterxml.jackson.databind.JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
