package io.anteroom.upstream;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.anteroom.http.RetryAfter;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;

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
    return new UpstreamAnswer(
        response.getStatus(), RetryAfter.of(response::getHeaderString, clock), body(response));
  }

  private JsonNode body(Response response) {
    byte[] bytes = response.hasEntity() ? response.readEntity(byte[].class) : null;
    if (bytes == null || bytes.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return json.readTree(bytes);
    } catch (StreamConstraintsException e) {
      throw new UncheckedIOException(AnswerTooLargeException.document(e));
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
