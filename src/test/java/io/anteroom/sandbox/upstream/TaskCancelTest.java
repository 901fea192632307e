package io.anteroom.sandbox.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskCancelTest extends RunningSandbox {

  private String slowTask() throws IOException {
    set("{\"stages\":{\"text\":{\"initializing\":{\"min_ms\":600000,\"max_ms\":600000}}}}");
    return caller.indexText("words", "t.1");
  }

  @Test
  void endsATaskAsFailed() throws IOException {
    String taskId = slowTask();
    assertTrue(caller.delete("/tasks/" + taskId).text("/message").contains("cancelled"));
    TestReply task = caller.get("/tasks/" + taskId);
    assertEquals("FAILED", task.text("/status"));
    assertEquals("cancelled", task.text("/error"));
    assertEquals("FAILED", sandbox.completions().get(0).status());
  }

  @Test
  void endsATaskAsCancelledWhereConfigured() throws IOException {
    set("{\"visibility\":{\"cancelled_as\":\"CANCELLED\"}}");
    String taskId = slowTask();
    caller.delete("/tasks/" + taskId);
    TestReply task = caller.get("/tasks/" + taskId);
    assertEquals("CANCELLED", task.text("/status"));
    assertFalse(task.body().has("error"));
  }

  @Test
  void leavesNothingOfACancelledTaskOnDisk(@TempDir Path folder) throws IOException {
    String time = "{\"min_ms\":3000,\"max_ms\":3000}";
    String settings =
        "{\"content\":{\"folder\":\"%s\"},\"stages\":{\"text\":{\"initializing\":%s}}}";
    try (SandboxUpstream own =
        SandboxUpstream.start(sandbox.settings().merge(settings.formatted(folder, time)))) {
      TestCaller ownCaller = new TestCaller(own, TestCaller.PRO);
      TestForm form = TestForm.file("a.txt", null, SampleContent.utf8("words"));
      TestReply testReply = ownCaller.post("/index/upload", form.field("collection_id", "c"));
      assertEquals(1, folder.toFile().list().length);
      ownCaller.delete("/tasks/" + testReply.taskId());
      await().until(() -> folder.toFile().list().length == 0);
    }
  }

  @Test
  void leavesAnEndedTaskAsItIs() throws IOException {
    String taskId = caller.indexText("words", "t.1");
    assertEquals("DONE", caller.ended(taskId).path("status").asText());
    TestReply testReply = caller.delete("/tasks/" + taskId);
    assertEquals(200, testReply.status());
    assertFalse(testReply.text("/message").isBlank());
    assertEquals("DONE", caller.get("/tasks/" + taskId).text("/status"));
  }

  @Test
  void answers404ForAnUnknownTask() throws IOException {
    assertEquals(404, caller.delete("/tasks/none").status());
    assertEquals("task not found", caller.get("/tasks/none").reason());
  }
}
