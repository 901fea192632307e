package io.anteroom.api.search;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static io.anteroom.TestCalls.jsonOf;
import static io.anteroom.TestEnvironment.DAVE;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.QuotaOfAccount;
import io.anteroom.RawWaitingCall;
import io.anteroom.SandboxControl;
import io.anteroom.SpoolFolder;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PermitQueues;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Searches within the quota; dave's account has two text searches a minute. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class SearchQuotaTest {

  private static final String QUERY = "{\"query\": \"nothing of the kind\"}";

  private static final String FORM =
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"q.txt\"\r\n"
          + "Content-Type: text/plain\r\n\r\nnothing\r\n--b--\r\n";

  @Inject Pool pool;
  @Inject PermitQueues permitQueues;

  private final SandboxControl sandbox = SandboxControl.ofTest();

  @BeforeEach
  @AfterEach
  void allFree() {
    QuotaOfAccount.free(pool, "small");
  }

  @Test
  void aSearchWithoutAPermitIs429WithATrueRetryAfter() {
    search("wait=1").then().statusCode(200);
    search("wait=1").then().statusCode(200);
    long start = System.nanoTime();
    Response refused = search("wait=3");
    assertTrue(System.nanoTime() - start < 3_000_000_000L);
    refused
        .then()
        .statusCode(429)
        .body("type", equalTo("/problems/quota-exhausted"))
        .header("RateLimit-Policy", equalTo("\"search.text\";q=2;w=60"))
        .header("RateLimit", matchesPattern("\"search.text\";r=0;t=(5\\d|6[01])"));
    int seconds = Integer.parseInt(refused.header("Retry-After"));
    assertTrue(seconds >= 50 && seconds <= 62, "Retry-After: " + seconds);
    pass(seconds - 20);
    search("wait=0").then().statusCode(429).header("Retry-After", matchesPattern("1\\d|20"));
    pass(20);
    search("wait=0").then().statusCode(200).header("Preference-Applied", "wait=0");
  }

  @Test
  void aSearchThatWaitsLongEnoughGetsAPermit() {
    sql("set free_at = clock_timestamp() + interval '3 s', grant_id = null");
    search("wait=0").then().statusCode(429).header("Retry-After", matchesPattern("[2-4]"));
    long start = System.nanoTime();
    search("wait=9").then().statusCode(200).header("Preference-Applied", "wait=9");
    assertTrue(System.nanoTime() - start > 500_000_000L);
  }

  /**
   * One slot is free, which polls leave; with it the cancel goes out, and then waits for its end.
   * No grant is left: the end of a poll under way would settle the free slot, which is then used.
   * Where no slot is free again when it asks for that end, it asks some seconds later.
   */
  @Test
  void aCancelMayUseTheReserveOfPolls() {
    sandbox.processTextsIn(60_000);
    try {
      String task =
          jsonOf(DAVE, "{\"text\": \"slow\", \"collection_id\": \"c\"}")
              .post("/index/text")
              .path("task_id");
      Awaitility.await()
          .until(() -> TestCalls.of(DAVE).get("/tasks/" + task).path("phase").equals("running"));
      sql(
          "set grant_id = null, free_at ="
              + " case when class = 'default' and n > 0 then 'infinity'::timestamptz else now() end");
      int before = sandbox.calls("tasks.delete");
      CompletableFuture<Response> cancel =
          CompletableFuture.supplyAsync(() -> TestCalls.of(DAVE).delete("/tasks/" + task));
      Awaitility.await().until(() -> sandbox.calls("tasks.delete") > before);
      allFree();
      cancel.join().then().statusCode(oneOf(200, 202));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> TestCalls.of(DAVE).get("/tasks/" + task).path("status").equals("CANCELLED"));
    } finally {
      sandbox.processTextsIn(0);
    }
  }

  /** Without the check, such calls would keep their place in the queue and spend permits later. */
  @Test
  void aCallerThatHangsUpWhileWaitingSpendsNoCall() throws Exception {
    sql("set free_at = clock_timestamp() + interval '40 s', grant_id = null");
    int searches = sandbox.calls("search.text");
    int uploads = sandbox.calls("search.upload");
    int removals = sandbox.calls("assets.delete");
    List<Socket> callers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      callers.add(RawWaitingCall.send("POST", "/search/text", "application/json", QUERY));
      callers.add(
          RawWaitingCall.send("POST", "/search/upload", "multipart/form-data; boundary=b", FORM));
      callers.add(RawWaitingCall.send("DELETE", "/assets/some", "text/plain", ""));
    }
    Awaitility.await().until(() -> waiting() == 6);
    for (Socket caller : callers) {
      caller.close();
    }
    Awaitility.await().until(() -> waiting() == 0);
    allFree();
    search("wait=2").then().statusCode(200);
    assertEquals(searches + 1, sandbox.calls("search.text"));
    assertEquals(uploads, sandbox.calls("search.upload"));
    assertEquals(removals, sandbox.calls("assets.delete"));
    Awaitility.await().untilAsserted(() -> assertEquals(0, SpoolFolder.ofTest().incoming()));
  }

  @Test
  void aWaitForAPermitIsBounded() {
    search("wait=600").then().statusCode(200).header("Preference-Applied", "wait=60");
  }

  private int waiting() {
    return Stream.of(EndpointClass.SEARCH_TEXT, EndpointClass.SEARCH_UPLOAD, EndpointClass.DEFAULT)
        .mapToInt(kind -> permitQueues.waiting("small", kind))
        .sum();
  }

  /** A 429 of the upstream pauses the class, and the call waits for the end of the pause. */
  @Test
  void aPauseAfterA429IsNotWaitedForBeyondPrefer() {
    sandbox.answer("search.text", 429);
    try {
      long start = System.nanoTime();
      search("wait=0").then().statusCode(429).header("Retry-After", notNullValue());
      assertTrue(System.nanoTime() - start < 4_000_000_000L);
    } finally {
      sandbox.heal("search.text");
    }
  }

  @Test
  void rateLimitHeadersAreSentForEachClass() {
    // A 429 in another test lowers the believed limit.
    await(pool.query("update quota_class set paused_until = now(), last_429_at = null").execute());
    Awaitility.await()
        .until(
            () ->
                alice().get("/quota").jsonPath().getList("classes.believed").stream()
                        .distinct()
                        .count()
                    == 1);
    json(QUERY)
        .post("/search/text")
        .then()
        .header("RateLimit-Policy", "\"search.text\";q=200;qu=\"concurrent-requests\"")
        .header("RateLimit", matchesPattern("\"search.text\";r=\\d+"))
        .header("Cache-Status", nullValue());
    json("{\"text\": \"told\", \"collection_id\": \"c\"}")
        .post("/index/text")
        .then()
        .statusCode(200)
        .header("RateLimit-Policy", containsString("\"index.text\";q=200"))
        .header("RateLimit", containsString("\"index.text\";r="));
    jsonOf(DAVE, "{\"collections\": [\"%s\"]}".formatted(TestCalls.newCollection()))
        .post("/assets")
        .then()
        .statusCode(200)
        .body("results", empty())
        .header("RateLimit-Policy", "\"default\";q=10;w=60")
        .header("RateLimit", matchesPattern("\"default\";r=\\d;t=\\d+"));
    alice().get("/tasks").then().header("RateLimit", nullValue());
    alice().get("/quota").then().body("window_seconds", equalTo(60f));
  }

  private static Response search(String prefer) {
    return jsonOf(DAVE, QUERY).header("Prefer", prefer).post("/search/text");
  }

  /** As if so many seconds had passed for dave's account. */
  private void pass(int seconds) {
    sql("set free_at = free_at - interval '%d s'".formatted(seconds));
  }

  private void sql(String change) {
    await(pool.query("update quota_slot " + change + " where account = 'small'").execute());
  }
}
