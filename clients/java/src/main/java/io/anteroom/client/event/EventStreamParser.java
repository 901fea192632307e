package io.anteroom.client.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads server-sent events (WHATWG HTML, 9.2.6) as their bytes come. Used by one thread at a time.
 */
final class EventStreamParser {

  /** An event of Anteroom has less than 100 KB. */
  private static final int MAX_LINE = 1 << 20;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final List<ServerSentEvent> events = new ArrayList<>();
  private boolean afterCarriageReturn;
  private boolean first = true;
  private String id;
  private String newId;
  private String type = "";
  private StringBuilder data;
  private Duration reconnectionTime = Duration.ZERO;

  /**
   * A stream that goes on after an event.
   *
   * @param id of that event, or null
   */
  EventStreamParser(String id) {
    this.id = id;
    this.newId = id;
  }

  /** After which event the stream goes on, or null. */
  String id() {
    return id;
  }

  /** After which time the stream asks to come back; 0 if it does not say. */
  Duration reconnectionTime() {
    return reconnectionTime;
  }

  /**
   * Reads more bytes, and returns the events that are complete now.
   *
   * @throws IOException if a line is too long
   */
  List<ServerSentEvent> read(List<ByteBuffer> bytes) throws IOException {
    for (ByteBuffer buffer : bytes) {
      while (buffer.hasRemaining()) {
        read(buffer.get());
      }
    }
    List<ServerSentEvent> complete = List.copyOf(events);
    events.clear();
    return complete;
  }

  private void read(byte b) throws IOException {
    boolean endedAlready = afterCarriageReturn && b == '\n';
    afterCarriageReturn = b == '\r';
    if (endedAlready) {
      return;
    }
    if (b == '\n' || b == '\r') {
      endLine(line.toString(StandardCharsets.UTF_8));
      line.reset();
    } else if (line.size() < MAX_LINE) {
      line.write(b);
    } else {
      throw new IOException("a line of the event stream has more than " + MAX_LINE + " bytes");
    }
  }

  private void endLine(String read) {
    String text = first && read.startsWith("\ufeff") ? read.substring(1) : read;
    first = false;
    if (text.isEmpty()) {
      endEvent();
      return;
    }
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String value = colon < 0 ? "" : text.substring(colon + 1);
    field(name, value.startsWith(" ") ? value.substring(1) : value);
  }

  /** A line that begins with a colon is a comment: its name is empty. */
  private void field(String name, String value) {
    switch (name) {
      case "id" -> newId = value.indexOf('\0') < 0 ? value : newId;
      case "event" -> type = value;
      case "data" ->
          data = data == null ? new StringBuilder(value) : data.append('\n').append(value);
      case "retry" -> reconnectionTime = millis(value);
      default -> {
        // a comment, or something new
      }
    }
  }

  private Duration millis(String value) {
    return value.matches("[0-9]{1,6}")
        ? Duration.ofMillis(Long.parseLong(value))
        : reconnectionTime;
  }

  private void endEvent() {
    id = newId;
    if (data != null) {
      events.add(new ServerSentEvent(id, type.isEmpty() ? "message" : type, data.toString()));
    }
    type = "";
    data = null;
  }
}
