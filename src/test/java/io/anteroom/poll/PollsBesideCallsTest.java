package io.anteroom.poll;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.jsonOf;
import static io.anteroom.TestEnvironment.DAVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.QuotaOfAccount;
import io.anteroom.RawWaitingCall;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PermitQueues;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client calls faster than the quota allows, and the ends of tasks are seen all the same. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class PollsBesideCallsTest {

  /** Fewer than the permits, or the last ones would be refused at once. */
  private static final int CALLS = 8;

  private static final Duration ROUND = Duration.ofSeconds(1);

  @Inject Pool pool;
  @Inject PermitQueues permitQueues;

  @BeforeEach
  @AfterEach
  void allFree() {
    QuotaOfAccount.free(pool, "small");
  }

  /** Permits come free one by one, and a call waits for each of them. */
  @Test
  void aFloodOfCallsLeavesPermitsToPolls() throws IOException {
    takeAll();
    List<Socket> calls = new ArrayList<>();
    try {
      callUntilFull(calls);
      Awaitility.await().until(() -> waiting() == CALLS);
      String task =
          jsonOf(DAVE, "{\"text\": \"t\", \"collection_id\": \"c\"}")
              .post("/index/text")
              .path("task_id");
      Awaitility.await().until(() -> "running".equals(field(task, "phase")));
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(ROUND)
          .until(
              () -> {
                takeAll();
                callUntilFull(calls);
                freeOne();
                return "DONE".equals(field(task, "status"));
              });
      assertTrue(waiting() > 0, "a call waited at any time");
      Awaitility.await().until(this::isACallMade);
    } finally {
      for (Socket call : calls) {
        call.close();
      }
    }
    Awaitility.await().untilAsserted(() -> assertEquals(0, waiting()));
  }

  private boolean isACallMade() {
    freeOne();
    return waiting() < CALLS;
  }

  private void callUntilFull(List<Socket> calls) throws IOException {
    for (int waiting = waiting(); waiting < CALLS; waiting++) {
      calls.add(RawWaitingCall.send("GET", "/assets/some", "text/plain", ""));
    }
  }

  private int waiting() {
    return permitQueues.waiting("small", EndpointClass.DEFAULT);
  }

  private static String field(String task, String name) {
    return TestCalls.of(DAVE).get("/tasks/" + task).path(name);
  }

  /** Not for longer than a poll waits in line. */
  private void takeAll() {
    sql(
        "set free_at = clock_timestamp() + interval '14 s', grant_id = null where class = 'default'");
  }

  /** One permit is what polls leave to calls, whether or not any waits. */
  private void freeOne() {
    sql("set free_at = clock_timestamp(), grant_id = null where n = 0 and class = 'default'");
  }

  private void sql(String change) {
    await(pool.query("update quota_slot " + change + " and account = 'small'").execute());
  }
}
