package io.anteroom.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.anteroom.http.RetryAfter;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
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

  /**
   * The answer in memory.
   *
   * @param loosely whether to read of a document that no parser takes what can be read
   */
  public UpstreamAnswer read(Response response, boolean loosely) {
    return new UpstreamAnswer(
        response.getStatus(),
        RetryAfter.of(response::getHeaderString, clock),
        body(response, loosely));
  }

  private JsonNode body(Response response, boolean loosely) {
    byte[] bytes = response.hasEntity() ? response.readEntity(byte[].class) : null;
    if (bytes == null || bytes.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return json.readTree(bytes);
    } catch (IOException e) {
      return instead(response.getStatus(), bytes, loosely);
    }
  }

  private static JsonNode instead(int status, byte[] bytes, boolean loosely) {
    if (status / 100 != 2) {
      return TextNode.valueOf(ErrorShape.excerpt(bytes));
    }
    Optional<? extends JsonNode> read = loosely ? LooseDocument.read(bytes) : Optional.empty();
    return read.isPresent() ? read.get() : MissingNode.getInstance();
  }
}
