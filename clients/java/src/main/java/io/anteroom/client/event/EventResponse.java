package io.anteroom.client.event;

import io.anteroom.client.failure.UnreadableResponseException;
import io.anteroom.client.http.Response;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * The response to a request for a stream.
 *
 * @param bytes the stream; null if there is none
 * @param text the body; null if it is a stream
 */
record EventResponse(Flow.Publisher<List<ByteBuffer>> bytes, String text) {

  private static final int OK = 200;
  private static final String TYPE = "text/event-stream";

  /** Streams what is a stream, and reads anything else. */
  static final BodyHandler<EventResponse> HANDLER =
      head ->
          head.statusCode() == OK
                  && head.headers().firstValue("Content-Type").orElse("").startsWith(TYPE)
              ? BodySubscribers.mapping(
                  BodySubscribers.ofPublisher(), bytes -> new EventResponse(bytes, null))
              : BodySubscribers.mapping(
                  BodySubscribers.ofString(StandardCharsets.UTF_8),
                  text -> new EventResponse(null, text));

  /** Fails for a response that is neither a stream nor the end of one. */
  static EventResponse of(HttpResponse<EventResponse> response) {
    String text = response.body().text();
    if (text != null) {
      Response.of(response.statusCode(), response.headers(), text);
      if (!text.isEmpty()) {
        throw new UnreadableResponseException(response.statusCode(), "it is no event stream", null);
      }
    }
    return response.body();
  }

  /** Whether nothing more will come (204). */
  boolean isOver() {
    return bytes == null;
  }
}
