package io.anteroom.scenario;

import static io.anteroom.TestCalls.alice;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The main use on the packaged service: a file is indexed, awaited and found. */
class IndexAndWaitIT {

  @Test
  void aFileIsIndexedWaitedForAndFound() {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.defaults(), "pro");
        AnteroomProcess replica = AnteroomProcess.start("index", servers.environment())) {
      String asset =
          alice()
              .multiPart("file", Path.of("README.md").toFile())
              .multiPart("collection_id", "demo")
              .post(replica.url("/index-and-wait"))
              .then()
              .statusCode(200)
              .body("status", equalTo("DONE"))
              .extract()
              .path("asset_id");
      alice()
          .contentType("application/json")
          .body("{\"query\": \"durable waiting room\"}")
          .post(replica.url("/search/text"))
          .then()
          .statusCode(200)
          .body("results.asset_id", hasItem(asset));
      alice()
          .contentType("application/json")
          .body("{\"url\": \"http://127.0.0.1:1/gone\", \"collection_id\": \"demo\"}")
          .post(replica.url("/index-and-wait"))
          .then()
          .statusCode(200)
          .body("status", equalTo("FAILED"));
    }
  }
}
