package io.anteroom.api.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.api.index.MixpeekClientRequests.Answer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Mixpeek's own Python clients, unchanged but for base URL and key. Each call goes to Anteroom and
 * to the upstream; every field of the upstream's response is in ours, in the same shape.
 */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class MixpeekClientCompatibilityTest {

  private MixpeekClientRequests ours;
  private MixpeekClientRequests theirs;

  @ParameterizedTest
  @CsvSource({"generated,''", "before,/"})
  void theMixpeekClientWorksUnchanged(String client, String slash) {
    connect(
        client.equals("generated")
            ? MixpeekClientRequests.GENERATED
            : MixpeekClientRequests.BEFORE);
    String collection = TestCalls.newCollection();
    String text =
        """
        {"collection_id": "%s", "text": "Gr\\u00fc\\u00dfe vom Axolotl %s", "metadata": {"n": 1}, "asset_update": null, "text_settings": null}"""
            .formatted(collection, collection);
    String[] asset = indexedByBoth("/index/text" + slash, text, slash);
    String url =
        """
        {"url": "%s/_sandbox/settings", "collection_id": "%s", "metadata": null, "should_save": true, "prevent_duplicate": null, "image_settings": null, "video_settings": null}"""
            .formatted(upstream(), collection);
    indexedByBoth("/index/url" + slash, url, slash);
    String[] fields = {"collection_id", collection, "metadata", "{\"n\": 2}"};
    uploadedByBoth("/index/upload" + slash, fields, "the note " + collection, slash);

    String words =
        """
        {"query": "axolotl", "model_id": null, "filters": {"AND": [{"key": "collection_id", "operator": "eq", "value": "%s"}]}, "pagination": {"page": 1, "page_size": 1}}"""
            .formatted(collection);
    same(ours.post("/search/text" + slash, words), theirs.post("/search/text" + slash, words));
    String like =
        """
        {"url": "%s/_sandbox/settings", "model_id": null, "filters": {}, "pagination": {"page": 1, "page_size": 10}}"""
            .formatted(upstream());
    same(ours.post("/search/url" + slash, like), theirs.post("/search/url" + slash, like));
    String[] page = {"filters", "{}", "page", "1", "page_size", "10"};
    same(
        ours.postFile("/search/upload" + slash, page, "axolotl"),
        theirs.postFile("/search/upload" + slash, page, "axolotl"));

    String list = "{\"collections\": [\"%s\"], \"filters\": null}".formatted(collection);
    String assets = "/assets" + slash + "?page=1&page_size=2";
    same(ours.post(assets, list), theirs.post(assets, list));
    for (String path : new String[] {"/assets/%s", "/assets/%s/features"}) {
      same(
          ours.get(path.formatted(asset[0]) + slash), theirs.get(path.formatted(asset[1]) + slash));
    }
    same(ours.delete("/assets/" + asset[0] + slash), theirs.delete("/assets/" + asset[1] + slash));
  }

  private void connect(String headers) {
    ours =
        new MixpeekClientRequests(
            URI.create("http://localhost:" + RestAssured.port), TestEnvironment.ALICE, headers);
    theirs = new MixpeekClientRequests(URI.create(upstream()), "sandbox-enterprise-key", headers);
  }

  private String[] indexedByBoth(String path, String json, String slash) {
    return done(ours.post(path, json), theirs.post(path, json), slash);
  }

  private void uploadedByBoth(String path, String[] fields, String content, String slash) {
    done(ours.postFile(path, fields, content), theirs.postFile(path, fields, content), slash);
  }

  /** The client asks again until the task is done. */
  private String[] done(Answer accepted, Answer upstreams, String slash) {
    same(accepted, upstreams);
    Answer task = done(ours, accepted.body().path("task_id").asText(), slash);
    Answer theirTask = done(theirs, upstreams.body().path("task_id").asText(), slash);
    same(task, theirTask);
    same(
        ours.delete("/tasks/" + accepted.body().path("task_id").asText() + slash),
        new Answer(200, task.body()));
    return new String[] {
      task.body().path("asset_id").asText(), theirTask.body().path("asset_id").asText()
    };
  }

  private static Answer done(MixpeekClientRequests client, String task, String slash) {
    return Awaitility.await()
        .until(
            () -> client.get("/tasks/" + task + slash),
            answer -> answer.body().path("status").asText().equals("DONE"));
  }

  private static void same(Answer our, Answer upstreams) {
    assertEquals(200, upstreams.status(), upstreams.body().toString());
    assertEquals(200, our.status(), our.body().toString());
    contains(our.body(), upstreams.body(), "answer");
  }

  private static void contains(JsonNode our, JsonNode upstreams, String at) {
    assertEquals(upstreams.getNodeType(), our.getNodeType(), at + " of " + our);
    upstreams
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("anteroom_task") && !field.getValue().isNull()) {
                assertTrue(our.has(field.getKey()), at + "." + field.getKey() + " of " + our);
                if (!our.get(field.getKey()).isNull()) {
                  contains(our.get(field.getKey()), field.getValue(), at + "." + field.getKey());
                }
              }
            });
    if (upstreams.isArray() && upstreams.size() > 0) {
      assertEquals(upstreams.size(), our.size(), at);
      contains(our.get(0), upstreams.get(0), at + "[0]");
    }
  }

  private static String upstream() {
    return ConfigProvider.getConfig().getValue("MIXPEEK_BASE_URL", String.class);
  }
}
