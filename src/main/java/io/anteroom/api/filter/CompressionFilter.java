package io.anteroom.api.filter;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.api.response.AcceptEncoding;
import io.anteroom.api.response.Gzip;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Compresses what is sent (RFC 9110, 8.4.1.3), where the caller takes gzip and it is larger than a
 * packet. The server's own compression would put {@code Content-Encoding: identity}, which is no
 * value of this header, on all other answers. Event streams are left alone. What was made to bytes,
 * to see how large it is, is sent as these bytes. Thread-safe.
 */
public class CompressionFilter {

  /** The last of the filters: what it compresses is what is sent. */
  private static final int LAST = 1;

  private static final String JSON = "json";
  private static final String TEXT = "text";
  private static final String EVENT_STREAM = "event-stream";

  private final Instance<ObjectMapper> json;

  /** Filters are made while the application is built: what reads the configuration comes later. */
  CompressionFilter(Instance<ObjectMapper> json) {
    this.json = json;
  }

  @ServerResponseFilter(priority = LAST)
  public void compress(ContainerRequestContext request, ContainerResponseContext response)
      throws IOException {
    if (!isText(response)
        || !response.hasEntity()
        || !AcceptEncoding.takes(
            Gzip.CODING, request.getHeaders().get(HttpHeaders.ACCEPT_ENCODING))) {
      return;
    }
    byte[] content = bytes(response.getEntity());
    response.setEntity(content);
    if (content.length > Gzip.MIN && content.length <= Gzip.MAX) {
      response.setEntity(Gzip.of(content));
      response.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, Gzip.CODING);
      response.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    }
  }

  private static boolean isText(ContainerResponseContext response) {
    MediaType type = response.getMediaType();
    return type != null
        && !type.getSubtype().equals(EVENT_STREAM)
        && (type.getSubtype().endsWith(JSON) || type.getType().equals(TEXT));
  }

  private byte[] bytes(Object entity) throws IOException {
    if (entity instanceof byte[] bytes) {
      return bytes;
    }
    return entity instanceof String text
        ? text.getBytes(StandardCharsets.UTF_8)
        : json.get().writeValueAsBytes(entity);
  }
}
