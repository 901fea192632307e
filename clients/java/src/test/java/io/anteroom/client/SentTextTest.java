package io.anteroom.client;

import static io.anteroom.client.AnteroomClient.await;
import static io.anteroom.client.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.client.request.BatchRequest;
import io.anteroom.client.request.FileSource;
import io.anteroom.client.request.IndexRequest;
import io.anteroom.client.request.TaskFilter;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent is what was given, or nothing is sent. */
class SentTextTest {

  private static final String HALF = "shop\ud83d";
  private static final String WHOLE = "shop\ud83d\ude00";

  private final ScriptedServer server = new ScriptedServer();
  private final AnteroomClient client = server.client().build();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void halfOfAPairIsNotSentInAForm() {
    assertRefused("collection_id", IndexRequest.file(file("a.txt"), HALF));
    assertRefused("file name", IndexRequest.file(file(HALF), "c"));
    assertRefused("reference", IndexRequest.file(file("a.txt"), "c").reference(HALF + "x"));
    assertEquals(0, server.count());
    server.on("POST /index-and-wait", json(202, TaskJson.running()));
    await(client.submit(IndexRequest.file(file(WHOLE), WHOLE)));
    String body = server.received("POST /index-and-wait").get(0).body();
    assertTrue(body.contains("filename=\"" + WHOLE + "\""), body);
  }

  @Test
  void halfOfAPairIsNotSentInAQuery() {
    TaskFilter filter = TaskFilter.all().collectionId(HALF);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> await(client.tasks().page(filter)));
    assertTrue(refused.getMessage().contains("collection_id"), refused.getMessage());
    assertEquals(0, server.count());
  }

  /** The header would carry a question mark for each other character, so two keys could be one. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "k\u00e4se", "a\nb", "a ", "\u20ac", "\u007f"})
  void aKeyThatAHeaderWouldChangeIsRefused(String key) {
    IndexRequest text = IndexRequest.text("a text", "c");
    assertThrows(IllegalArgumentException.class, () -> text.idempotencyKey(key));
    BatchRequest batch = BatchRequest.of(List.of(text));
    assertThrows(IllegalArgumentException.class, () -> batch.idempotencyKey(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"k", "order 17/a", "{\"a\":1}", "~"})
  void anyOtherKeyIsSent(String key) {
    server.on("POST /index-and-wait", json(202, TaskJson.running()));
    await(client.submit(IndexRequest.text("a text", "c").idempotencyKey(key)));
    assertEquals(key, server.received("POST /index-and-wait").get(0).header("Idempotency-Key"));
  }

  private void assertRefused(String what, IndexRequest request) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> await(client.submit(request)));
    assertTrue(refused.getMessage().contains(what), refused.getMessage());
  }

  private static FileSource file(String name) {
    return FileSource.of(name, InputStream::nullInputStream);
  }
}
