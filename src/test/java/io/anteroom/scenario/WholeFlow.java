package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.TestEnvironment;
import io.anteroom.callback.CallbackReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Some of every kind of work at one replica: what metrics are shown by. */
final class WholeFlow {

  private static final String SECRET = "whsec_YSBzZWNyZXQgb2YgdGhlIHNjZW5hcmlvIG9mIGNhbGxiYWNrcw==";

  private final AnteroomProcess replica;
  private final CallbackReceiver receiver;

  WholeFlow(AnteroomProcess replica, CallbackReceiver receiver) {
    this.replica = replica;
    this.receiver = receiver;
  }

  /** What a replica needs for it. */
  static Map<String, String> environment(ScenarioServers servers) {
    return servers.environment(
        "ANTEROOM_CALLBACKS_ALLOW_HTTP", "true",
        "ANTEROOM_CALLBACKS_ALLOW_LOOPBACK", "true",
        "ANTEROOM_CLIENTS_ALICE_CALLBACK_SECRET", SECRET,
        "ANTEROOM_OPERATOR_READ_KEY", TestEnvironment.READER,
        "ANTEROOM_METRICS_REFRESH", "100ms");
  }

  /** Runs it; returns the ids of the tasks, all of which have ended. */
  List<String> run(Path folder) {
    List<String> tasks = new ArrayList<>(ScenarioRequests.acceptTexts(replica, 20, "c"));
    String text =
        "{\"text\": \"quagga\", \"collection_id\": \"c\", \"callback_url\": \"%s\"}"
            .formatted(receiver.url("/in"));
    JsonNode waited = ScenarioRequests.postJson(replica, "/index-and-wait", text);
    assertEquals("DONE", waited.path("status").asText(), waited.toString());
    tasks.add(waited.path("task_id").asText());
    tasks.add(
        ScenarioRequests.upload(replica, "/index/upload", file(folder), "text/plain")
            .path("task_id")
            .asText());
    ScenarioRequests.awaitAll(replica, "phase", "ended", tasks);
    Awaitility.await().until(() -> receiver.count() > 0);
    ScenarioRequests.postJson(
        replica, "/search/text", "{\"query\": \"quagga\", \"collections\": [\"c\"]}");
    ScenarioRequests.get(replica, "/assets/" + waited.path("asset_id").asText());
    ScenarioRequests.get(replica, "/tasks?page_size=2");
    ScenarioRequests.get(replica, "/quota");
    ScenarioRequests.read(
        TestResponses.of(replica, TestEnvironment.READER, "GET", "/replicas", null));
    return tasks;
  }

  private static Path file(Path folder) {
    try {
      return Files.writeString(folder.resolve("a.txt"), "a thylacine\n".repeat(1000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
