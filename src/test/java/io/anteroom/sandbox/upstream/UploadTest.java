package io.anteroom.sandbox.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest extends RunningSandbox {

  @Test
  void keepsTheFileAndItsFields() throws IOException {
    TestForm form =
        TestForm.file("note.txt", "text/plain", SampleContent.utf8("a note on hedgehogs"))
            .field("metadata", "{\"anteroom_task\":\"t.1\",\"n\":5}")
            .field("settings", "{\"unknown\":true}");
    JsonNode asset = caller.asset(caller.indexFile(form));
    assertEquals("DONE", asset.path("status").asText());
    assertEquals("c", asset.path("collection_id").asText());
    assertEquals(5, asset.at("/metadata/n").asInt());
    assertEquals(19, asset.path("size").asInt());
    assertEquals("text/plain", asset.path("content_type").asText());
    assertEquals(1, sandbox.counters().tasksByMarker().get("t.1"));
  }

  @Test
  void measuresAnImageAndAVideo() throws IOException {
    byte[] png = SampleContent.image("png", 64, 48);
    JsonNode image = caller.asset(caller.indexFile(TestForm.file("a.png", "image/png", png)));
    assertEquals("image", image.path("modality").asText());
    assertEquals(64, image.path("width").asInt());
    assertEquals(48, image.path("height").asInt());
    byte[] mp4 = SampleContent.mp4(320, 240, 25);
    JsonNode video = caller.asset(caller.indexFile(TestForm.file("a.mp4", null, mp4)));
    assertEquals("video", video.path("modality").asText());
    assertEquals(320, video.path("width").asInt());
    assertEquals(25.0, video.path("duration_seconds").asDouble());
  }

  @Test
  void failsOnCorruptContent() throws IOException {
    TestForm form = TestForm.file("a.pdf", "application/pdf", SampleContent.utf8("%PDF-1.7 x"));
    JsonNode task = caller.indexFile(form);
    assertEquals("FAILED", task.path("status").asText());
    assertTrue(task.path("error").asText().startsWith("the PDF is corrupt"), task::toString);
  }

  @Test
  void refusesAnIncompleteForm() throws IOException {
    TestForm file = TestForm.file("a.txt", null, SampleContent.utf8("x"));
    assertEquals("collection_id is required", caller.post("/index/upload", file).reason());
    TestForm noFile = new TestForm().field("collection_id", "c");
    assertEquals("file is required", caller.post("/index/upload", noFile).reason());
    TestForm two = file.andFile("b.txt", null, SampleContent.utf8("y")).field("collection_id", "c");
    assertEquals("more than one file", caller.post("/index/upload", two).reason());
    TestForm broken =
        TestForm.file("a.txt", null, SampleContent.utf8("x"))
            .field("collection_id", "c")
            .field("metadata", "{broken");
    assertEquals(400, caller.post("/index/upload", broken).status());
    assertEquals(400, caller.post("/index/upload", "{}").status());
    assertEquals(0, sandbox.counters().tasksCreated());
  }

  @ParameterizedTest
  @ValueSource(strings = {"charset=\"\"", "charset=\"a b\"", "charset=none-such", "charset=-"})
  void refusesAPartInACharsetThatDoesNotExist(String charset) throws IOException {
    TestForm file = TestForm.file("a.txt", "text/plain; " + charset, SampleContent.utf8("x"));
    assertRefused(file.field("collection_id", "c"));
    assertRefused(
        TestForm.file("a.txt", null, SampleContent.utf8("x"))
            .field("collection_id", "text/plain; " + charset, "c"));
  }

  private void assertRefused(TestForm form) throws IOException {
    TestReply reply = caller.post("/index/upload", form);
    assertEquals(400, reply.status(), reply.reason());
    assertEquals(0, sandbox.counters().tasksCreated());
  }

  @Test
  void refusesAFileOverTheLimitAndKeepsNothingOfIt(@TempDir Path folder) throws IOException {
    String settings =
        "{\"content\":{\"folder\":\"%s\",\"max_index_bytes\":1000,\"max_search_bytes\":500}}";
    try (SandboxUpstream bounded =
        SandboxUpstream.start(sandbox.settings().merge(settings.formatted(folder)))) {
      TestCaller boundedCaller = new TestCaller(bounded, TestCaller.ENTERPRISE);
      TestForm tooLarge = TestForm.file("a.txt", null, new byte[1001]).field("collection_id", "c");
      assertEquals(413, boundedCaller.post("/index/upload", tooLarge).status());
      TestForm farTooLarge = TestForm.file("a.txt", null, new byte[3 << 20]);
      assertEquals(413, boundedCaller.post("/index/upload", farTooLarge).status());
      TestForm search = TestForm.file("a.txt", null, new byte[501]);
      assertEquals(413, boundedCaller.post("/search/upload", search).status());
      assertEquals(0, count(folder));
    }
  }

  @Test
  void keepsNothingOfAnUploadThatBreaksOff(@TempDir Path folder) throws IOException {
    String settings = "{\"content\":{\"folder\":\"%s\"}}".formatted(folder);
    try (SandboxUpstream own = SandboxUpstream.start(sandbox.settings().merge(settings))) {
      try (Socket socket = new Socket("127.0.0.1", own.port())) {
        socket.getOutputStream().write(startOfAnUpload());
        await().until(() -> count(folder) == 1);
      }
      await().until(() -> count(folder) == 0);
      assertEquals(0, own.counters().tasksCreated());
    }
  }

  private static byte[] startOfAnUpload() {
    return SampleContent.utf8(
        """
        POST /index/upload HTTP/1.1
        Host: x
        Authorization: Bearer sandbox-pro-key
        Content-Type: multipart/form-data; boundary=b
        Content-Length: 1000000

        --b
        Content-Disposition: form-data; name="file"; filename="a.txt"

        """
                .replace("\n", "\r\n")
            + "words ".repeat(10_000));
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
