package io.anteroom.upstream.json;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.PostgresFixture;
import io.anteroom.async.json.JsonReader;
import io.anteroom.async.json.UnreadableJsonException;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of the upstream that PostgreSQL would hold as other ones, or not at all. */
class UpstreamTextTest {

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();

  /** As another id it could be that of another task. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "u\\ud800",
        "\\udc00",
        "u\\ud83dx\\ude00",
        "\\ude00\\ud83d",
        "u\\u0000",
        "\\u0000",
      })
  void anIdThatCannotBeKeptIsNone(String id) throws Exception {
    UpstreamTask task = task(id);
    assertNull(task.taskId());
    assertNull(task.assetId());
    assertNull(task.marker());
    assertNull(task.createdAt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"u\\ud83d\\ude00", "\u00e4\u20ac", "u\\ufffd"})
  void anIdOfAnyCharactersIsKept(String id) throws Exception {
    UpstreamTask task = task(id);
    assertEquals(task.taskId(), stored(task.taskId()));
    assertEquals(task.taskId(), task.assetId());
    assertEquals(task.taskId(), task.marker());
  }

  @ParameterizedTest
  @CsvSource({
    "no\\ud800 frames, no\ufffd frames",
    "no frames\\ude00\\ud83d, no frames\ufffd\ufffd",
    "no\\u0000 frames, no\ufffd frames",
    "\\ud83d\\ude00\\ud83d, \ud83d\ude00\ufffd",
  })
  void wordsThatCannotBeKeptAreMarked(String said, String kept) throws Exception {
    JsonNode body =
        JsonReader.ofUpstream().read("{\"error\": \"%1$s\", \"status\": \"%1$s\"}".formatted(said));
    UpstreamTask task = UpstreamTask.from(body, ErrorMessageLimit.DEFAULT);
    assertEquals(kept, task.error());
    assertEquals(kept, task.status());
    assertEquals(kept, new UpstreamResponse(400, Optional.empty(), body).words());
    assertEquals(kept, stored(task.error()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\ud800", "a\u0000"})
  void theReasonWhyAnAnswerIsUnreadableCanBeKept(String key) {
    String words = UpstreamResponse.unreadable(200, Optional.empty(), key + " is too deep").words();
    assertEquals(words, stored(words));
  }

  private static UpstreamTask task(String id) throws UnreadableJsonException {
    String document =
        """
        {"task_id": "%1$s", "asset_id": "%1$s", "created_at": "%1$s", "status": "DONE",
         "metadata": {"anteroom_task": "%1$s"}}
        """;
    return UpstreamTask.from(
        JsonReader.ofUpstream().read(document.formatted(id)), ErrorMessageLimit.DEFAULT);
  }

  /** As PostgreSQL gives it back. */
  private static String stored(String text) {
    return await(postgres.pool().preparedQuery("select $1::text").execute(Tuple.of(text)))
        .iterator()
        .next()
        .getString(0);
  }
}
