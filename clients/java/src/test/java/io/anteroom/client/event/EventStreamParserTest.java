package io.anteroom.client.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamParserTest {

  private final EventStreamParser parser = new EventStreamParser(null);

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void allLineEndsAreRead(String end) throws IOException {
    String text = "id: 1|event: task.done|data: {}||".replace("|", end);
    assertEquals(List.of(new ServerSentEvent("1", "task.done", "{}")), read(text + "x"));
  }

  /** A piece of the network can end anywhere, also inside a character. */
  @Test
  void eachByteMayComeAlone() throws IOException {
    byte[] bytes = "id: 1\r\ndata: é\r\n\r\ndata: b\n\n".getBytes(StandardCharsets.UTF_8);
    List<ServerSentEvent> events = new ArrayList<>();
    for (byte b : bytes) {
      events.addAll(parser.read(List.of(ByteBuffer.wrap(new byte[] {b}))));
    }
    assertEquals(
        List.of(new ServerSentEvent("1", "message", "é"), new ServerSentEvent("1", "message", "b")),
        events);
  }

  @Test
  void dataOfSeveralLinesIsJoined() throws IOException {
    assertEquals("a\n\nb", read("data: a\ndata\ndata:b\n\n").get(0).data());
  }

  @Test
  void aMarkAtTheBeginningCommentsAndUnknownFieldsAreSkipped() throws IOException {
    assertEquals("a", read("\ufeff: hello\nfoo: bar\n:\n\ndata: a\n\n").get(0).data());
  }

  @Test
  void aPlaceWithoutAnEventIsRemembered() throws IOException {
    assertEquals(List.of(), read("id: 40-0\n\n"));
    assertEquals("40-0", parser.id());
  }

  @Test
  void theIdOfAnEventThatIsNotCompleteDoesNotCount() throws IOException {
    assertEquals(List.of(), read("id: 1\ndata: a\n"));
    assertNull(parser.id());
  }

  @Test
  void theTimeToComeBackIsRead() throws IOException {
    read("retry: 1500\n\nretry: soon\n\n");
    assertEquals(1500, parser.reconnectionTime().toMillis());
  }

  @Test
  void anEndlessLineIsRefused() {
    byte[] piece = new byte[1 << 16];
    assertThrows(
        IOException.class,
        () -> {
          for (int i = 0; i < 17; i++) {
            parser.read(List.of(ByteBuffer.wrap(piece)));
          }
        });
  }

  private List<ServerSentEvent> read(String text) throws IOException {
    return parser.read(List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
  }
}
