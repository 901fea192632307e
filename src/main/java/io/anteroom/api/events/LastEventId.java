package io.anteroom.api.events;

import io.anteroom.api.problem.ProblemType;
import io.anteroom.task.event.EventPosition;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * {@code Last-Event-ID} (WHATWG HTML, server-sent events): after which event a stream goes on. In
 * the stream of a task it is the event's number, in that of a client {@code <xid>-<seq>}.
 */
public final class LastEventId {

  public static final String HEADER = "Last-Event-ID";

  private LastEventId() {}

  /** Whether there is one; an empty one is none. */
  static boolean isIn(HttpHeaders headers) {
    String text = headers.getHeaderString(HEADER);
    return text != null && !text.isBlank();
  }

  /** The number of an event of a task that has this many; 0 where there is no header. */
  static int number(HttpHeaders headers, int newest) {
    if (!isIn(headers)) {
      return 0;
    }
    String text = headers.getHeaderString(HEADER).strip();
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > newest) {
      throw ProblemType.MALFORMED_EVENT_ID.with("It must be the id of an event of this task.");
    }
    return Integer.parseInt(text);
  }

  /** The position of an event that was there to be read, or of the beginning of a stream. */
  static EventPosition position(HttpHeaders headers, EventPosition next) {
    String[] parts = headers.getHeaderString(HEADER).strip().split("-", -1);
    if (parts.length != 2 || !parts[0].matches("\\d{1,20}") || !parts[1].matches("\\d{1,18}")) {
      throw ProblemType.MALFORMED_EVENT_ID.with("It must be the id of an event of this stream.");
    }
    try {
      long xid = Long.parseUnsignedLong(parts[0]);
      if (Long.compareUnsigned(xid, Long.parseUnsignedLong(next.xid())) <= 0) {
        return new EventPosition(Long.toUnsignedString(xid), Long.parseLong(parts[1]));
      }
    } catch (NumberFormatException e) {
      // more than 64 bits: no event has it
    }
    throw ProblemType.MALFORMED_EVENT_ID.with("No event has this id yet.");
  }

  static String of(EventPosition position) {
    return position.xid() + "-" + position.seq();
  }
}
