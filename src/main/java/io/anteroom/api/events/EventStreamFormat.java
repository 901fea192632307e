package io.anteroom.api.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.task.event.TaskEvent;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Events in the format of server-sent events (WHATWG HTML, 9.2.5), UTF-8. Thread-safe. */
@Singleton
class EventStreamFormat {

  private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private final ObjectMapper json;

  EventStreamFormat(ObjectMapper json) {
    this.json = json;
  }

  /**
   * What a stream begins with: after how long to come back, and, where it is known, the id of the
   * place where it begins, so that a reader that is cut off before its first event misses none.
   */
  byte[] opening(long retryMillis, String id) {
    String place = id == null ? "" : "id: " + id + "\n";
    return ("retry: " + retryMillis + "\n" + place + "\n").getBytes(StandardCharsets.UTF_8);
  }

  byte[] heartbeat() {
    return HEARTBEAT;
  }

  /** Events, each with its id, its name and its data: one line of JSON. */
  byte[] of(
      List<TaskEvent> events, Function<TaskEvent, String> id, Function<TaskEvent, EventView> view) {
    StringBuilder text = new StringBuilder();
    for (TaskEvent event : events) {
      text.append("id: ").append(id.apply(event)).append('\n');
      text.append("event: ").append(EventView.name(event)).append('\n');
      text.append("data: ").append(data(view.apply(event))).append("\n\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String data(EventView event) {
    try {
      return json.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
