package io.anteroom.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.anteroom.http.RetryAfter;
import io.anteroom.json.JsonReader;
import io.anteroom.json.UnreadableJsonException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads an answer of any status and shape; never fails for what it holds. A success whose document
 * is none is unreadable; the body of anything else is read as far as it can be. Thread-safe.
 */
@Singleton
public class AnswerReader {

  private static final JsonReader JSON = JsonReader.ofUpstream();
  private static final int NO_CONTENT = 204;
  private static final int LONGEST_TYPE = 80;

  private final Clock clock;
  private final WordLimit wordLimit;

  /** Only stores its parts. */
  public AnswerReader(Clock clock, UpstreamSettings settings) {
    this.clock = clock;
    this.wordLimit = new WordLimit(settings.longestWords());
  }

  /**
   * The answer in memory.
   *
   * @param bodyDue whether a success must have a document; where it need not, 204 says all
   */
  public UpstreamAnswer read(Response response, boolean bodyDue) {
    Optional<Duration> retryAfter = retryAfter(response);
    int status = response.getStatus();
    if (status < 200) {
      return UpstreamAnswer.unreadable(status, retryAfter, "it is only an interim one");
    }
    if (status == NO_CONTENT && !bodyDue) {
      return new UpstreamAnswer(status, retryAfter, MissingNode.getInstance(), wordLimit);
    }
    try {
      return new UpstreamAnswer(status, retryAfter, document(response), wordLimit);
    } catch (IOException | UnreadableJsonException e) {
      return status / 100 == 2
          ? UpstreamAnswer.unreadable(status, retryAfter, reason(e) + type(response))
          : new UpstreamAnswer(status, retryAfter, MissingNode.getInstance(), wordLimit);
    }
  }

  private Optional<Duration> retryAfter(Response response) {
    return response.getStatus() == 429
        ? RetryAfter.of(response::getHeaderString, clock)
        : RetryAfter.explicit(response::getHeaderString, clock);
  }

  private static JsonNode document(Response response) throws IOException, UnreadableJsonException {
    byte[] body = response.hasEntity() ? response.readEntity(byte[].class) : null;
    if (body == null || body.length == 0) {
      throw new IOException("it has no body");
    }
    JsonNode document = JSON.read(ContentCoding.decode(response::getHeaderString, body));
    if (!document.isContainerNode()) {
      throw new IOException("it is neither an object nor a list");
    }
    return document;
  }

  /** Their sentence, as the end of another one. */
  private static String reason(Exception failure) {
    String words = failure.getMessage();
    int end = words.endsWith(".") ? words.length() - 1 : words.length();
    return Character.toLowerCase(words.charAt(0)) + words.substring(1, end);
  }

  /** Tells a page of a proxy from the rest. */
  private static String type(Response response) {
    String type = response.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (type == null || type.startsWith("application/json")) {
      return "";
    }
    String printable = type.replaceAll("[^ -~]", "?");
    return " (Content-Type: %s)"
        .formatted(printable.substring(0, Math.min(LONGEST_TYPE, printable.length())));
  }
}
