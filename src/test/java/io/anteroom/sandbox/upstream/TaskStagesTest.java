package io.anteroom.sandbox.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskStagesTest extends RunningSandbox {
  @TempDir Path samples;

  private void eachStageTakes(int millis) {
    String time = "{\"min_ms\":%d,\"max_ms\":%d}".formatted(millis, millis);
    set(
        """
        {"stages":{"text":{"initializing":%1$s,"downloading":%1$s,"uploading":%1$s,"processing":%1$s}}}
        """
            .formatted(time));
  }

  private String indexSampleUrl() throws IOException {
    Files.writeString(samples.resolve("a.txt"), "words to be found");
    set("{\"content\":{\"files_folder\":\"%s\"}}".formatted(samples));
    String url = sandbox.baseUrl() + "/_sandbox/files/a.txt";
    String body = "{\"url\":\"%s\",\"collection_id\":\"c\"}".formatted(url);
    return caller.post("/index/url", body).taskId();
  }

  private List<String> seen(String taskId) {
    Set<String> seen = new LinkedHashSet<>();
    await()
        .pollInterval(Duration.ofMillis(5))
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              String status = caller.get("/tasks/" + taskId).text("/status");
              seen.add(status);
              return status.equals("DONE") || status.equals("FAILED");
            });
    return new ArrayList<>(seen);
  }

  @Test
  void followOneAnotherToDone() throws IOException {
    eachStageTakes(500);
    assertEquals(
        List.of("INITIALIZING", "DOWNLOADING", "UPLOADING", "PROCESSING", "DONE"),
        seen(indexSampleUrl()));
  }

  @Test
  void skipTheDownloadOfAnUpload() throws IOException {
    eachStageTakes(500);
    assertEquals(
        List.of("INITIALIZING", "UPLOADING", "PROCESSING", "DONE"),
        seen(caller.indexText("words", "t.1")));
  }

  @Test
  void endInFailedWithAReason() throws IOException {
    eachStageTakes(500);
    String body = "{\"url\":\"http://127.0.0.1:1/x\",\"collection_id\":\"c\"}";
    String taskId = caller.post("/index/url", body).taskId();
    assertEquals(List.of("INITIALIZING", "DOWNLOADING", "FAILED"), seen(taskId));
  }

  @Test
  void mayHaveStrangeWordsBetweenThem() throws IOException {
    eachStageTakes(500);
    set("{\"visibility\":{\"strange_statuses\":[\"QUEUED\",\"ENRICHING\"],\"strange_ms\":500}}");
    List<String> seen = seen(indexSampleUrl());
    assertEquals(List.of("INITIALIZING", "QUEUED", "DOWNLOADING", "ENRICHING"), seen.subList(0, 4));
    assertEquals("DONE", seen.get(seen.size() - 1));
  }

  @Test
  void takeTheConfiguredTime() throws IOException {
    eachStageTakes(100);
    caller.ended(indexSampleUrl());
    var completion = sandbox.completions().get(0);
    long took = completion.endedAtMs() - completion.createdAtMs();
    assertTrue(took >= 400 && took < 3_000, () -> took + " ms");
  }
}
