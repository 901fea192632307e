package io.anteroom.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.anteroom.http.RetryAfter;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Reads an answer of any status and shape; never fails for what it holds. Thread-safe. */
@Singleton
public class AnswerReader {

  private final ObjectMapper json;
  private final Clock clock;
  private final WordLimit wordLimit;

  /** Only stores its parts. */
  public AnswerReader(ObjectMapper json, Clock clock, UpstreamSettings settings) {
    this.wordLimit = new WordLimit(settings.longestWords());
    this.json = json;
    this.clock = clock;
  }

  /** The answer in memory. */
  public UpstreamAnswer read(Response response) {
    return new UpstreamAnswer(
        response.getStatus(), retryAfter(response), body(response), wordLimit);
  }

  private Optional<Duration> retryAfter(Response response) {
    return response.getStatus() == 429
        ? RetryAfter.of(response::getHeaderString, clock)
        : RetryAfter.explicit(response::getHeaderString, clock);
  }

  private JsonNode body(Response response) {
    byte[] bytes = response.hasEntity() ? response.readEntity(byte[].class) : null;
    if (bytes == null || bytes.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return json.readTree(bytes);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
