package io.anteroom.sandbox.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetEndpointsTest extends RunningSandbox {

  private void index(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      caller.indexText("words", "t" + i + ".1");
    }
    await().until(() -> sandbox.completions().size() == count);
  }

  @Test
  void listsPageByPage() throws IOException {
    index(5);
    TestReply first = caller.post("/assets/?page=1&page_size=2", "{\"collections\":[\"c\"]}");
    assertEquals(5, first.body().at("/pagination/total").asInt());
    assertEquals(3, first.body().at("/pagination/total_pages").asInt());
    assertTrue(first.body().at("/pagination/previous_page").isNull());
    Set<String> seen = new HashSet<>();
    String next = first.text("/pagination/next_page");
    first.body().path("results").forEach(each -> seen.add(each.path("task_id").asText()));
    while (!next.equals("null")) {
      TestReply testReply = caller.post(next.substring(sandbox.baseUrl().length()), "{}");
      testReply.body().path("results").forEach(each -> seen.add(each.path("task_id").asText()));
      next = testReply.text("/pagination/next_page");
    }
    assertEquals(5, seen.size());
    assertEquals(0, caller.post("/assets?page=9", "{}").results());
  }

  @ParameterizedTest
  @ValueSource(strings = {"page=0", "page=-1", "page=x", "page_size=0", "page_size=101"})
  void refusesAnInvalidPage(String query) throws IOException {
    TestReply testReply = caller.post("/assets?" + query, "{}");
    assertEquals(400, testReply.status());
    assertTrue(testReply.reason().startsWith("page"));
  }

  @Test
  void findsAnAssetByItsMarker() throws IOException {
    index(3);
    String body =
        """
        {"filters":{"AND":[{"key":"metadata.anteroom_task","operator":"in","value":["t1.1","x.1"]}]}}
        """;
    TestReply testReply = caller.post("/assets", body);
    assertEquals(1, testReply.results());
    JsonNode asset = testReply.body().at("/results/0");
    assertEquals("t1.1", asset.at("/metadata/anteroom_task").asText());
    assertEquals("DONE", asset.path("status").asText());
    assertEquals("c", asset.path("collection_id").asText());
    assertEquals("text", asset.path("modality").asText());
    assertTrue(asset.path("updated_at").asText().compareTo(asset.path("created_at").asText()) >= 0);
  }

  @Test
  void listsTheRequestedCollections() throws IOException {
    index(2);
    assertEquals(2, caller.post("/assets", "{\"collections\":[\"c\",\"d\"]}").results());
    assertEquals(0, caller.post("/assets", "{\"collections\":[\"d\"]}").results());
    assertEquals(2, caller.post("/assets", "{\"collections\":null,\"filters\":null}").results());
    assertEquals(400, caller.post("/assets", "{\"filters\":{\"XOR\":[]}}").status());
  }

  @Test
  void deletesAnAssetAndItsTask() throws IOException {
    String taskId = caller.indexText("a lonely hedgehog", "t.1");
    String assetId = caller.ended(taskId).path("asset_id").asText();
    assertEquals(200, caller.delete("/assets/" + assetId + "/").status());
    assertEquals(404, caller.get("/assets/" + assetId).status());
    assertEquals(404, caller.get("/tasks/" + taskId).status());
    assertEquals(404, caller.delete("/assets/" + assetId).status());
    assertEquals(0, caller.post("/search/text", "{\"query\":\"hedgehog\"}").results());
  }

  @Test
  void showsTheTextInSegments() throws IOException {
    String text = "word and more ".repeat(100).strip();
    JsonNode task = caller.ended(caller.indexText(text, "t.1"));
    String path = "/assets/" + task.path("asset_id").asText() + "/features?page_size=2";
    TestReply testReply = caller.get(path);
    assertEquals(3, testReply.body().at("/pagination/total").asInt());
    assertEquals("text_segments", testReply.text("/results/0/feature_type"));
    assertTrue(
        testReply.text("/results/1/text").startsWith("more word"),
        () -> testReply.body().toString());
  }

  @Test
  void showsAnImageAndTheSegmentsOfAVideo() throws IOException {
    byte[] png = SampleContent.image("png", 64, 48);
    JsonNode image = caller.indexFile(TestForm.file("a.png", null, png));
    TestReply feature = caller.get("/assets/" + image.path("asset_id").asText() + "/features");
    assertEquals("image", feature.text("/results/0/feature_type"));
    assertEquals(64, feature.body().at("/results/0/width").asInt());
    byte[] mp4 = SampleContent.mp4(320, 240, 25);
    JsonNode video = caller.indexFile(TestForm.file("a.mp4", null, mp4));
    TestReply segments = caller.get("/assets/" + video.path("asset_id").asText() + "/features");
    assertEquals(3, segments.results());
    assertEquals("video_segments", segments.text("/results/2/feature_type"));
    assertEquals(20.0, segments.body().at("/results/2/start_time").asDouble());
    assertEquals(25.0, segments.body().at("/results/2/end_time").asDouble());
  }
}
