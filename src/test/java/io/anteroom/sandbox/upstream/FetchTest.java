package io.anteroom.sandbox.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTest extends RunningSandbox {
  @TempDir Path samples;

  @BeforeEach
  void serveSamples() {
    set("{\"content\":{\"files_folder\":\"%s\"}}".formatted(samples));
  }

  private JsonNode index(String url) throws IOException {
    String body = "{\"url\":\"%s\",\"collection_id\":\"c\"}".formatted(url);
    return caller.ended(caller.post("/index/url", body).taskId());
  }

  private String sample(String name, byte[] content) throws IOException {
    Files.write(samples.resolve(name), content);
    return sandbox.baseUrl() + "/_sandbox/files/" + name;
  }

  private void assertFails(String reason, JsonNode task) {
    assertEquals("FAILED", task.path("status").asText());
    assertTrue(task.path("error").asText().contains(reason), task::toString);
  }

  @Test
  void downloadsAndReadsAFile() throws IOException {
    String url = sample("page.pdf", SampleContent.pdf("A hedgehog in a PDF"));
    JsonNode task = index(url);
    assertEquals("DONE", task.path("status").asText());
    assertEquals(url, caller.asset(task).path("url").asText());
    TestReply found = caller.post("/search/text", "{\"query\":\"hedgehog\"}");
    assertEquals(url, found.text("/results/0/url"));
  }

  @Test
  void saysWhyAUrlCannotBeFetched() throws IOException {
    assertFails("the server answered 404", index(sandbox.baseUrl() + "/_sandbox/files/none.txt"));
    assertFails("Connection refused", index("http://127.0.0.1:1/x.txt"));
    assertFails("not an http or https URL", index("ftp://127.0.0.1/x.txt"));
    assertFails("not a URL", index("http://a b"));
  }

  @Test
  void givesUpOnASilentServer() throws IOException {
    set("{\"content\":{\"download_timeout_ms\":200}}");
    try (ServerSocket mute = new ServerSocket(0)) {
      JsonNode task = index("http://127.0.0.1:" + mute.getLocalPort() + "/x.txt");
      assertFails("cannot fetch", task);
    }
  }

  @Test
  void refusesADownloadOverTheLimit() throws IOException {
    set("{\"content\":{\"max_index_bytes\":1000}}");
    assertFails("larger than 1000 bytes", index(sample("big.txt", new byte[1001])));
    byte[] words = SampleContent.utf8("x".repeat(1000));
    assertEquals("DONE", index(sample("fits.txt", words)).path("status").asText());
  }

  @Test
  void namesAFileThatItCannotRead() throws IOException {
    assertFails("application/zip", index(sample("a.txt", new byte[] {'P', 'K', 3, 4, 0})));
    assertFails("the PDF is corrupt", index(sample("a.pdf", SampleContent.utf8("%PDF-1.7 x"))));
  }
}
