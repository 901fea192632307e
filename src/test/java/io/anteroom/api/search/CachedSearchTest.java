package io.anteroom.api.search;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.IngressProxy;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.UpstreamBehindIngress;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a search is told to the upstream, and when the cache answers in its place. */
@QuarkusTest
@TestProfile(CachedSearchTest.CacheOn.class)
@QuarkusTestResource(TestEnvironment.class)
@WithTestResource(UpstreamBehindIngress.class)
class CachedSearchTest {

  /** The cache keeps a response for a minute. */
  public static class CacheOn implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("anteroom.search.cache.ttl", "60s");
    }
  }

  @Inject Redis redis;

  private final IngressProxy upstream = UpstreamBehindIngress.ingress();
  private final String word = TestCalls.newWord();

  @ParameterizedTest
  @CsvSource({
    "a=1&a=2, 'a=1,%202'",
    "a=1&b=2, 'a=1%5D,%20b=%5B2'",
    "a=1&a=2&a=3, a=1&2=3",
    "a=1&a=2, a=2&a=1",
    "a=1, A=1",
    "a=1, a=1;"
  })
  void otherParametersAreAnotherSearch(String one, String other) {
    search("?" + one).header("Cache-Status", "anteroom; fwd=miss; stored");
    search("?" + other).header("Cache-Status", "anteroom; fwd=miss; stored");
    search("?" + one).header("Cache-Status", matchesPattern("anteroom; hit; ttl=\\d+"));
  }

  @Test
  void theOrderOfNamesMakesNoOtherSearch() {
    search("?a=1&b=2&a=3").header("Cache-Status", "anteroom; fwd=miss; stored");
    search("?b=2&a=1&a=3").header("Cache-Status", matchesPattern("anteroom; hit; ttl=\\d+"));
  }

  @Test
  void aRequestWithNoStoreIsNeitherFoundNorKept() {
    for (int i = 0; i < 2; i++) {
      search("", "max-age=60", "No-Store").header("Cache-Status", "anteroom; fwd=request");
    }
    search("").header("Cache-Status", "anteroom; fwd=miss; stored");
    search("", "no-store").header("Cache-Status", "anteroom; fwd=request");
    search("").header("Cache-Status", matchesPattern("anteroom; hit; ttl=\\d+"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-cache", "max-age=0", "private, NO-CACHE=\"a\""})
  void aRequestForANewResponseReplacesTheOneThatIsKept(String control) {
    search("");
    search("", control).header("Cache-Status", "anteroom; fwd=request; stored");
    search("", "x-no-cache").header("Cache-Status", matchesPattern("anteroom; hit; ttl=\\d+"));
  }

  @Test
  void aResponseThatIsOlderThanMaxAgeIsNotTaken() {
    search("");
    long before = searches();
    leaveSeconds(40);
    search("", "max-age=25").header("Cache-Status", matchesPattern("anteroom; hit; ttl=\\d+"));
    assertEquals(before, searches());
    search("", "max-age=19").header("Cache-Status", "anteroom; fwd=request; stored");
    assertEquals(before + 1, searches());
    search("", "max-age=19").header("Cache-Status", matchesPattern("anteroom; hit; ttl=\\d+"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "sort=score;desc, sort=score%3Bdesc",
        "~sort=a%3Bb,c~, ~sort=a%3Bb%2Cc~",
        "a;b=1, a%3Bb=1",
        "q=%7Bx%7D%2541+%2B, q=%7Bx%7D%2541+%2B",
        "q=%C3%A4%26%3D, q=%C3%A4%26%3D"
      })
  void theUpstreamGetsTheParametersAsTheyAre(String sent, String received) {
    search("?" + sent + word, "no-cache");
    assertEquals(1, upstream.calls(call -> call.equals("POST /search/text?" + received + word)));
  }

  @Test
  void theUpstreamGetsNamesInTheirCase() {
    search("?Sort=%1$s&sort=%1$s".formatted(word), "no-cache");
    assertEquals(
        1,
        upstream.calls(call -> call.contains("?Sort=" + word) || call.contains("?sort=" + word)));
    assertEquals(
        1,
        upstream.calls(call -> call.contains("&sort=" + word) || call.contains("&Sort=" + word)));
    assertEquals(
        1, upstream.calls(call -> call.contains("Sort=" + word) && call.contains("sort=" + word)));
  }

  @Test
  void aParameterOfTheCallThatIsThereTwiceIs400() {
    json("{\"query\": \"x\"}")
        .post("/search/text?page=1&page=2")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/invalid-field"))
        .body("field", equalTo("page"));
  }

  /** As if the rest of the minute had passed. */
  private void leaveSeconds(int seconds) {
    await(redis.send(Request.cmd(Command.KEYS).arg("anteroom:search:*")))
        .forEach(
            key -> await(redis.send(Request.cmd(Command.EXPIRE).arg(key.toString()).arg(seconds))));
  }

  private long searches() {
    return upstream.calls(call -> call.startsWith("POST /search/text"));
  }

  private ValidatableResponse search(String parameters, String... control) {
    RequestSpecification search = json("{\"query\": \"%s\"}".formatted(word));
    for (String line : control) {
      search.header("Cache-Control", line);
    }
    return search
        .urlEncodingEnabled(false)
        .post("/search/text" + parameters)
        .then()
        .statusCode(200);
  }
}
