package io.anteroom.api.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.api.response.IfNoneMatch;
import io.anteroom.api.response.Tagged;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Gives answers of calls that are {@link Tagged} their entity tag, and answers 304 where the caller
 * has the same content already. Thread-safe.
 */
public class EntityTagFilter {

  /** Before the compression: the content has one tag, whether it is compressed or not. */
  private static final int BEFORE_COMPRESSION = 100;

  /** 96 bits of the hash, which no two lists of one reader share by chance. */
  private static final int TAG_BYTES = 12;

  private final Instance<ObjectMapper> json;

  /** Filters are made while the application is built: what reads the configuration comes later. */
  EntityTagFilter(Instance<ObjectMapper> json) {
    this.json = json;
  }

  @Tagged
  @ServerResponseFilter(priority = BEFORE_COMPRESSION)
  public void tag(ContainerRequestContext request, ContainerResponseContext response)
      throws JsonProcessingException {
    if (response.getStatus() != Status.OK.getStatusCode()) {
      return;
    }
    byte[] content = json.get().writeValueAsBytes(response.getEntity());
    EntityTag tag = new EntityTag(hash(content), true);
    response.getHeaders().putSingle(HttpHeaders.ETAG, tag);
    if (known(request).matches(tag)) {
      response.setStatus(Status.NOT_MODIFIED.getStatusCode());
      response.setEntity(null);
    } else {
      response.setEntity(content);
    }
  }

  private static IfNoneMatch known(ContainerRequestContext request) {
    return IfNoneMatch.parse(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH));
  }

  private static String hash(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, TAG_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
