package io.anteroom.sandbox.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxAuthenticationTest extends RunningSandbox {

  @ParameterizedTest
  @ValueSource(strings = {TestCaller.FREE, TestCaller.PRO, TestCaller.ENTERPRISE})
  void letsTheKeyOfEachPlanIn(String key) throws IOException {
    assertEquals(200, new TestCaller(sandbox, key).post("/assets", "{}").status());
  }

  @Test
  void refusesACallWithoutAKeyOrWithAnUnknownOne() throws IOException {
    for (String key : new String[] {null, "nobody", ""}) {
      TestReply testReply = new TestCaller(sandbox, key).post("/assets", "{}");
      assertEquals(401, testReply.status());
      assertFalse(testReply.reason().isBlank());
    }
  }

  @Test
  void forbidsTheKeysThatItIsToldTo() throws IOException {
    set("{\"forbidden_keys\":[\"sandbox-enterprise-key\"]}");
    TestReply testReply = caller.post("/assets", "{}");
    assertEquals(403, testReply.status());
    assertFalse(testReply.reason().isBlank());
  }

  @Test
  void keepsAccountsApart() throws IOException {
    String taskId = caller.indexText("secret words", "t.1");
    String assetId = caller.ended(taskId).path("asset_id").asText();
    TestCaller other = new TestCaller(sandbox, TestCaller.PRO);
    assertEquals(404, other.get("/tasks/" + taskId).status());
    assertEquals(404, other.get("/assets/" + assetId).status());
    assertEquals(404, other.delete("/tasks/" + taskId).status());
    assertEquals(404, other.delete("/assets/" + assetId).status());
    assertEquals(0, other.post("/assets", "{}").results());
    assertEquals(0, other.post("/search/text", "{\"query\":\"secret\"}").results());
    assertEquals(1, caller.post("/search/text", "{\"query\":\"secret\"}").results());
  }
}
