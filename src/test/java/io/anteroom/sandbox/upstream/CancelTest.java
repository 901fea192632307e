package io.anteroom.sandbox.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CancelTest extends RunningSandbox {

  private String slowTask() throws IOException {
    set("{\"stages\":{\"text\":{\"initializing\":{\"min_ms\":600000,\"max_ms\":600000}}}}");
    return caller.indexText("words", "t.1");
  }

  @Test
  void endsATaskAsFailed() throws IOException {
    String taskId = slowTask();
    assertTrue(caller.delete("/tasks/" + taskId).text("/message").contains("cancelled"));
    Reply task = caller.get("/tasks/" + taskId);
    assertEquals("FAILED", task.text("/status"));
    assertEquals("cancelled", task.text("/error"));
    assertEquals("FAILED", sandbox.completions().get(0).status());
  }

  @Test
  void endsATaskAsCancelledWhereItIsTold() throws IOException {
    set("{\"visibility\":{\"cancelled_as\":\"CANCELLED\"}}");
    String taskId = slowTask();
    caller.delete("/tasks/" + taskId);
    Reply task = caller.get("/tasks/" + taskId);
    assertEquals("CANCELLED", task.text("/status"));
    assertFalse(task.body().has("error"));
  }

  @Test
  void leavesAnEndedTaskAsItIs() throws IOException {
    String taskId = caller.indexText("words", "t.1");
    assertEquals("DONE", caller.ended(taskId).path("status").asText());
    Reply reply = caller.delete("/tasks/" + taskId);
    assertEquals(200, reply.status());
    assertFalse(reply.text("/message").isBlank());
    assertEquals("DONE", caller.get("/tasks/" + taskId).text("/status"));
  }

  @Test
  void doesNotKnowATaskThatIsNotThere() throws IOException {
    assertEquals(404, caller.delete("/tasks/none").status());
    assertEquals("task not found", caller.get("/tasks/none").reason());
  }
}
