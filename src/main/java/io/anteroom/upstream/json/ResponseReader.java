package io.anteroom.upstream.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.anteroom.async.http.RetryAfter;
import io.anteroom.async.json.JsonReader;
import io.anteroom.async.json.TooLargeJsonException;
import io.anteroom.async.json.UnreadableJsonException;
import io.anteroom.upstream.http.ContentDecoder;
import io.anteroom.upstream.http.ResponseTooLargeException;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.http.UpstreamSettings;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads an answer of any status and shape; never fails for what it holds. A success whose document
 * is none is unreadable; the body of anything else is read as far as it can be. Thread-safe.
 */
@Singleton
public class ResponseReader {

  private static final JsonReader JSON = JsonReader.ofUpstream();
  private static final int NO_CONTENT = 204;
  private static final int MAX_TYPE = 80;

  private final Clock clock;
  private final ErrorMessageLimit errorMessageLimit;
  private final int maxBytes;

  public ResponseReader(Clock clock, UpstreamSettings settings) {
    this.clock = clock;
    this.errorMessageLimit = new ErrorMessageLimit(settings.maxErrorMessage());
    this.maxBytes = (int) Math.min(settings.maxResponse(), Integer.MAX_VALUE - 8);
  }

  /**
   * The answer in memory.
   *
   * @param call what was asked: whether a success must have a document (where it need not, 204 says
   *     all), and whether one that no parser takes as a whole is read as far as it can be
   */
  public UpstreamResponse read(Response response, UpstreamCall call) {
    Optional<Duration> retryAfter = retryAfter(response);
    int status = response.getStatus();
    if (status < 200) {
      return UpstreamResponse.unreadable(status, retryAfter, "it is only an interim one");
    }
    if (status == NO_CONTENT && !call.isBodyDue()) {
      return new UpstreamResponse(status, retryAfter, MissingNode.getInstance(), errorMessageLimit);
    }
    byte[] bytes = bytes(response);
    byte[] body = new byte[0]; // until it is decoded: what cannot be says nothing
    try {
      body = ContentDecoder.decode(response::getHeaderString, bytes, maxBytes);
      return new UpstreamResponse(status, retryAfter, document(body), errorMessageLimit);
    } catch (ResponseTooLargeException e) {
      throw new UncheckedIOException(e);
    } catch (TooLargeJsonException e) {
      throw new UncheckedIOException(ResponseTooLargeException.document(e));
    } catch (IOException | UnreadableJsonException e) {
      return status / 100 == 2
          ? loosely(call, body)
              .map(read -> new UpstreamResponse(status, retryAfter, read, errorMessageLimit))
              .orElseGet(
                  () -> UpstreamResponse.unreadable(status, retryAfter, reason(e) + type(response)))
          : new UpstreamResponse(status, retryAfter, errorText(body), errorMessageLimit);
    }
  }

  /**
   * As they came. Read by the length that it says it has: else each response, however small, takes
   * 16 KiB.
   */
  private static byte[] bytes(Response response) {
    if (!response.hasEntity()) {
      return new byte[0];
    }
    try (InputStream body = response.readEntity(InputStream.class)) {
      byte[] said = body.readNBytes(Math.max(0, response.getLength()));
      int next = body.read();
      return next < 0 ? said : joined(said, (byte) next, body.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] joined(byte[] said, byte next, byte[] more) {
    byte[] all = Arrays.copyOf(said, said.length + 1 + more.length);
    all[said.length] = next;
    System.arraycopy(more, 0, all, said.length + 1, more.length);
    return all;
  }

  private static Optional<? extends JsonNode> loosely(UpstreamCall call, byte[] body) {
    return call.isReadLoosely() ? LenientTaskReader.read(body) : Optional.empty();
  }

  private static JsonNode errorText(byte[] body) {
    return body.length == 0
        ? MissingNode.getInstance()
        : TextNode.valueOf(ErrorFormat.excerpt(body));
  }

  private Optional<Duration> retryAfter(Response response) {
    return response.getStatus() == 429
        ? RetryAfter.of(response::getHeaderString, clock)
        : RetryAfter.explicit(response::getHeaderString, clock);
  }

  private static JsonNode document(byte[] body) throws IOException, UnreadableJsonException {
    if (body.length == 0) {
      throw new IOException("it has no body");
    }
    JsonNode document = JSON.read(body);
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
        .formatted(printable.substring(0, Math.min(MAX_TYPE, printable.length())));
  }
}
