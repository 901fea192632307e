package io.anteroom.upstream;

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

  /** Only stores its parts. */
  public AnswerReader(ObjectMapper json, Clock clock) {
    this.json = json;
    this.clock = clock;
  }

  /** The answer in memory. */
  public UpstreamAnswer read(Response response) {
    int status = response.getStatus();
    Optional<Duration> retryAfter = RetryAfter.of(response::getHeaderString, clock);
    byte[] bytes = response.hasEntity() ? response.readEntity(byte[].class) : null;
    if (bytes == null || bytes.length == 0) {
      return new UpstreamAnswer(status, retryAfter, MissingNode.getInstance());
    }
    try {
      return new UpstreamAnswer(status, retryAfter, json.readTree(bytes));
    } catch (IOException e) {
      return new UpstreamAnswer(status, retryAfter, MissingNode.getInstance(), bytes);
    }
  }
}
