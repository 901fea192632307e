package io.anteroom.sandbox.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamProcessTest {
  private static final String READY = "sandbox upstream ready at ";
  private static final int UPLOAD_BYTES = 100 << 20;

  @TempDir Path folder;
  private Process process;
  private String baseUrl;

  @BeforeEach
  void start() throws IOException {
    Path settings = folder.resolve("settings.json");
    Files.writeString(
        settings,
        "{\"forbidden_keys\":[\"sandbox-free-key\"],\"content\":{\"folder\":\"%s\"}}"
            .formatted(folder));
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Far less than what is uploaded below.
                "-Xmx64m",
                "-XX:MaxDirectMemorySize=32m",
                "-cp",
                System.getProperty("java.class.path"),
                UpstreamProcess.class.getName(),
                "--port=0",
                "--settings=" + settings,
                "--exit-with-parent")
            .redirectError(folder.resolve("errors.log").toFile())
            .start();
    BufferedReader lines = process.inputReader();
    String line = lines.readLine();
    assertNotNull(line, () -> "no word from the process");
    assertTrue(line.startsWith(READY), line);
    baseUrl = line.substring(READY.length());
  }

  @AfterEach
  void stop() {
    process.destroyForcibly();
  }

  @Test
  void endsWithItsParent() throws Exception {
    assertEquals(403, new TestCaller(baseUrl, TestCaller.FREE).post("/assets", "{}").status());
    process.getOutputStream().close();
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
  }

  @Test
  void takesAnUploadThatIsLargerThanItsMemory() throws Exception {
    TestCaller caller = new TestCaller(baseUrl, TestCaller.ENTERPRISE);
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(
                "--b\r\nContent-Disposition: form-data; name=\"collection_id\"\r\n\r\nc\r\n"
                    + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
                    + "Content-Type: text/plain\r\n\r\n"),
            BodyPublishers.ofInputStream(() -> new Words(UPLOAD_BYTES)),
            BodyPublishers.ofString("\r\n--b--\r\n"));
    TestReply testReply =
        caller.send("POST", "/index/upload", body, "multipart/form-data; boundary=b");
    assertEquals(200, testReply.status());
    var task = caller.ended(testReply.taskId());
    assertEquals("DONE", task.path("status").asText());
    assertEquals(UPLOAD_BYTES, caller.asset(task).path("size").asInt());
    process.getOutputStream().close();
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    String errors = Files.readString(folder.resolve("errors.log"), StandardCharsets.UTF_8);
    assertFalse(errors.contains("Exception") || errors.contains("OutOfMemoryError"), errors);
  }

  /** Repeats one word as a stream, so that the whole is never in memory. */
  private static final class Words extends InputStream {
    private static final byte[] WORDS =
        "hedgehog ".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
    private final int size;
    private int position;

    Words(int size) {
      this.size = size;
    }

    @Override
    public int read() {
      return position == size ? -1 : WORDS[position++ % WORDS.length];
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (position == size) {
        return -1;
      }
      int count = Math.min(length, Math.min(WORDS.length, size - position));
      System.arraycopy(WORDS, 0, target, offset, count);
      position += count;
      return count;
    }
  }
}
