package io.anteroom.accept;

import static io.anteroom.TestCalls.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.TestEnvironment;
import io.anteroom.cluster.RedisHints;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class AcceptHintTest {

  @Inject Redis redis;
  @Inject RedisHints redisHints;

  /** For the streams of the client there; the repeated accept announces nothing. */
  @Test
  void anAcceptedTaskIsAnnouncedOnceToOtherReplicas() {
    Awaitility.await().until(redisHints::isConnected);
    List<String> heard = new CopyOnWriteArrayList<>();
    RedisConnection connection = redis.connect().await().atMost(Duration.ofSeconds(20));
    connection.handler(push -> push.get(2).toString().lines().forEach(heard::add));
    connection
        .send(Request.cmd(Command.SUBSCRIBE).arg("anteroom:changes"))
        .await()
        .atMost(Duration.ofSeconds(20));
    String key = UUID.randomUUID().toString();
    String id = accept(key);
    assertEquals(id, accept(key));
    Awaitility.await().until(() -> heard.stream().anyMatch(hint -> isEnd(hint, id)));
    assertEquals(1, heard.stream().filter((id + " 1 0 alice")::equals).count());
    connection.close().await().atMost(Duration.ofSeconds(20));
  }

  private static boolean isEnd(String hint, String id) {
    return hint.startsWith(id) && hint.endsWith(" 1 alice");
  }

  private static String accept(String key) {
    return json("{\"text\": \"told\", \"collection_id\": \"c\"}")
        .header("Prefer", "respond-async")
        .header("Idempotency-Key", key)
        .post("/index-and-wait")
        .path("task_id");
  }
}
