package io.anteroom.sandbox.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxSearchTest extends RunningSandbox {
  @TempDir Path samples;

  @BeforeEach
  void indexThree() throws IOException {
    index("The quick brown fox jumps", "one", 1);
    index("A fox, a fox and again a fox", "two", 2);
    index("Hedgehogs sleep in winter", "two", 3);
  }

  private void index(String text, String collection, int n) throws IOException {
    String body = "{\"text\":\"%s\",\"collection_id\":\"%s\",\"metadata\":{\"n\":%d}}";
    TestReply testReply = caller.post("/index/text", body.formatted(text, collection, n));
    assertEquals("DONE", caller.ended(testReply.taskId()).path("status").asText());
  }

  @Test
  void findsByWordsTheBestFirst() throws IOException {
    TestReply testReply = caller.post("/search/text", "{\"query\":\"fox\",\"model_id\":\"any\"}");
    assertEquals(2, testReply.results());
    assertEquals(2, testReply.body().at("/results/0/metadata/n").asInt());
    assertEquals("two", testReply.text("/results/0/collection_id"));
    double best = testReply.body().at("/results/0/score").asDouble();
    assertTrue(best > testReply.body().at("/results/1/score").asDouble());
    assertTrue(testReply.text("/results/0/created_at").endsWith("Z"));
    assertEquals(200, caller.get("/assets/" + testReply.text("/results/0/asset_id")).status());
  }

  @Test
  void appliesItsFilters() throws IOException {
    String query = "{\"query\":\"fox\",\"filters\":{\"AND\":[%s]}}";
    String one = "{\"key\":\"collection_id\",\"operator\":\"eq\",\"value\":\"one\"}";
    TestReply testReply = caller.post("/search/text", query.formatted(one));
    assertEquals(1, testReply.results());
    assertEquals(1, testReply.body().at("/results/0/metadata/n").asInt());
  }

  @Test
  void takesItsPageFromTheBodyOrTheUrl() throws IOException {
    String body = "{\"query\":\"fox\",\"pagination\":{\"page\":2,\"page_size\":1}}";
    TestReply second = caller.post("/search/text", body);
    assertEquals(1, second.body().at("/results/0/metadata/n").asInt());
    assertEquals(2, second.body().at("/pagination/page").asInt());
    TestReply first = caller.post("/search/text?page=1", body);
    assertEquals(2, first.body().at("/results/0/metadata/n").asInt());
    assertEquals(
        sandbox.baseUrl() + "/search/text?page=2&page_size=1", first.text("/pagination/next_page"));
    String wrong = "{\"query\":\"fox\",\"pagination\":{\"page\":0}}";
    assertEquals(400, caller.post("/search/text", wrong).status());
  }

  @Test
  void findsSimilarContentOfAUrl() throws IOException {
    Files.writeString(samples.resolve("a.html"), "<html><p>Do hedgehogs sleep?</p></html>");
    set("{\"content\":{\"files_folder\":\"%s\"}}".formatted(samples));
    String body = "{\"url\":\"" + sandbox.baseUrl() + "/_sandbox/files/%s\",\"modality\":\"%s\"}";
    TestReply testReply = caller.post("/search/url", body.formatted("a.html", "text"));
    assertEquals(1, testReply.results());
    assertEquals(3, testReply.body().at("/results/0/metadata/n").asInt());
    assertEquals(0, caller.post("/search/url", body.formatted("a.html", "image")).results());
    assertEquals(400, caller.post("/search/url", body.formatted("none", "text")).status());
  }

  @Test
  void findsSimilarContentOfAFile() throws IOException {
    TestForm form =
        TestForm.file("a.pdf", "application/pdf", SampleContent.pdf("A brown fox"))
            .field("page_size", "1")
            .field("filters", "{\"NOR\":[{\"key\":\"metadata.n\",\"value\":2}]}");
    TestReply testReply = caller.post("/search/upload", form);
    assertEquals(1, testReply.results());
    assertEquals(1, testReply.body().at("/results/0/metadata/n").asInt());
    assertEquals(1, testReply.body().at("/pagination/page_size").asInt());
  }

  @Test
  void findsOnlyTasksThatAreDone() throws IOException {
    String slow = "{\"min_ms\":600000,\"max_ms\":600000}";
    set("{\"stages\":{\"text\":{\"processing\":" + slow + "}}}");
    caller.indexText("a fox that is not ready", "t.1");
    assertEquals(2, caller.post("/search/text", "{\"query\":\"fox\"}").results());
  }

  @Test
  void refusesARequestWithoutAQuery() throws IOException {
    assertEquals(400, caller.post("/search/text", "{\"query\":null}").status());
    assertEquals(400, caller.post("/search/text", "{\"query\":\" \"}").status());
    assertEquals(400, caller.post("/search/text", "{\"query\":7}").status());
  }
}
