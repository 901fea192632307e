package io.anteroom.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.anteroom.upstream.http.UpstreamCallException;
import io.anteroom.upstream.json.ErrorFormat;
import io.anteroom.upstream.json.UpstreamResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the response to a submit is read. */
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
  void theStatusDecidesTheOutcome(int status, String outcome) {
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
  void aRefusalKeepsTheMessageOfTheUpstream() {
    assertEquals(
        new SubmitOutcome.Refused(400, "no such collection"),
        SubmitOutcome.of(answer(400, DETAIL)));
    assertEquals(
        new SubmitOutcome.Refused(422, "too long"),
        SubmitOutcome.of(answer(422, "{\"error\": {\"message\": \"too long\"}}")));
    assertEquals(
        new SubmitOutcome.Refused(404, "Not Found"),
        SubmitOutcome.of(answer(404, "{\"detail\": \"Not Found\"}")));
  }

  /** Pages and plain text are no JSON, and so come without a document. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "300 | {}",
        "302 | ",
        "302 | \"302 Found\"",
        "303 | {\"location\": \"/x\"}",
        "304 | ",
        "307 | ",
        "308 | []",
        "400 | []",
        "401 | {}",
        "403 | {\"code\": 7}",
        "404 | null",
        "404 | ",
        "409 | \"conflict\"",
        "410 | {\"error\": \"Gone\", \"status\": 410, \"path\": \"/x\"}",
        "413 | {\"detail\": \"\"}",
        "418 | {\"detail\": []}",
        "421 | {\"error\": {\"message\": null}}",
        "451 | {\"message\": {}}",
        "499 | {\"errors\": []}",
      })
  void aRefusalOfAnIntermediaryIsNoRefusal(int status, String body) {
    UpstreamResponse answer =
        body == null
            ? new UpstreamResponse(status, Optional.empty(), MissingNode.getInstance())
            : answer(status, body);
    assertEquals(SubmitOutcome.RefusedByIntermediary.class, SubmitOutcome.of(answer).getClass());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        DETAIL,
        "{\"detail\": \"text\"}",
        "{\"detail\": {\"reason\": \"text\"}}",
        "{\"error\": {\"message\": \"text\"}}",
        "{\"message\": \"text\", \"code\": 1}",
        "{\"errors\": [{\"message\": \"text\"}]}",
      })
  void aRefusalOfTheUpstreamIsARefusal(String body) {
    for (int status : new int[] {400, 404, 409, 410, 413, 421, 422, 451}) {
      assertEquals(SubmitOutcome.Refused.class, SubmitOutcome.of(answer(status, body)).getClass());
    }
  }

  @Test
  void theTextOfAnIntermediaryIsKeptShortened() {
    byte[] page = "<html><head><title>404 Not\n Found</title></head></html>".getBytes();
    String excerpt = ErrorFormat.excerpt(page);
    UpstreamResponse answer =
        new UpstreamResponse(404, Optional.empty(), TextNode.valueOf(excerpt));
    assertEquals(
        new SubmitOutcome.RefusedByIntermediary(404, "404 Not Found"), SubmitOutcome.of(answer));
  }

  @Test
  void aRedirectOfAnIntermediaryIsTold() {
    UpstreamResponse answer =
        new UpstreamResponse(302, Optional.empty(), TextNode.valueOf("302 Found"));
    assertEquals(
        new SubmitOutcome.RefusedByIntermediary(302, "302 Found (redirects are not followed)"),
        SubmitOutcome.of(answer));
  }

  @ParameterizedTest
  @CsvSource({"503, Unprocessed", "500, UpstreamFailed", "502, UpstreamFailed", "504, InDoubt"})
  void onlyA503WithRetryAfterDidNoWork(int status, String outcome) {
    UpstreamResponse answer =
        new UpstreamResponse(status, Optional.of(Duration.ofSeconds(9)), json("{}"));
    assertEquals(outcome, SubmitOutcome.of(answer).getClass().getSimpleName());
  }

  @Test
  void aRateLimitKeepsItsRetryAfter() {
    UpstreamResponse answer =
        new UpstreamResponse(429, Optional.of(Duration.ofSeconds(9)), json("{}"));
    assertEquals(
        new SubmitOutcome.RateLimited(Optional.of(Duration.ofSeconds(9))),
        SubmitOutcome.of(answer));
  }

  @Test
  void aFailureIsInDoubtUnlessNothingCanHaveBeenSent() {
    IOException cause = new IOException("connection reset");
    assertEquals(
        new SubmitOutcome.InDoubt("no answer: connection reset"),
        SubmitOutcome.of(new UpstreamCallException(true, cause)));
    assertEquals(
        new SubmitOutcome.NotSent("connection reset"),
        SubmitOutcome.of(new UpstreamCallException(false, cause)));
    assertEquals(
        SubmitOutcome.InDoubt.class,
        SubmitOutcome.of(new IllegalStateException("of no known kind")).getClass());
  }

  private static UpstreamResponse answer(int status, String body) {
    return new UpstreamResponse(status, Optional.empty(), json(body));
  }

  private static com.fasterxml.jackson.databind.JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
