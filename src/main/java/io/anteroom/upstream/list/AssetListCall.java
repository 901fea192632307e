package io.anteroom.upstream.list;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.upstream.http.RequestBody;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.json.UpstreamTask;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Collection;

/** One page of {@code POST /assets}, filtered by our markers. Thread-safe. */
@Singleton
public class AssetListCall {

  public static final int LARGEST_PAGE = 100;

  private final ObjectMapper json;

  /** Only stores its parts. */
  public AssetListCall(ObjectMapper json) {
    this.json = json;
  }

  /** The call that shows the assets with these markers in these collections. */
  public UpstreamCall call(Collection<String> collections, Collection<String> markers) {
    ObjectNode request = json.createObjectNode();
    ArrayNode names = request.putArray("collections");
    collections.stream().distinct().forEach(names::add);
    ObjectNode filter = request.putObject("filters").putArray("AND").addObject();
    filter.put("key", "metadata." + UpstreamTask.MARKER).put("operator", "in");
    ArrayNode values = filter.putArray("value");
    markers.forEach(values::add);
    return page(request);
  }

  private UpstreamCall page(ObjectNode request) {
    RequestBody body = RequestBody.json(bytes(request));
    return new UpstreamCall.Followed(
        new UpstreamCall.WithBody(
            body,
            (api, b, stream) -> api.assets(wholePage(), b.contentType(), b.length(), stream)));
  }

  /** The call that shows the newest assets of a collection, whatever is on them. */
  public UpstreamCall call(String collection) {
    ObjectNode request = json.createObjectNode();
    request.putArray("collections").add(collection);
    return page(request);
  }

  /**
   * Whether a successful answer is a list, and says that it shows all that match: only then does
   * what it does not show count as absent. A list that says neither how many there are nor that
   * there is no further page may be a part of one.
   */
  public static boolean isWhole(UpstreamResponse answer) {
    JsonNode results = answer.body().path("results");
    JsonNode pagination = answer.body().path("pagination");
    JsonNode next = pagination.path("next_page");
    JsonNode total = pagination.path("total");
    boolean counts = total.asLong(-1) >= 0;
    boolean isLast = next.isNull() || next.isMissingNode() && counts;
    return results.isArray()
        && isLast
        && (counts ? total.asLong() <= results.size() : total.isNull() || total.isMissingNode())
        && pagination.path("total_pages").asLong(0) <= 1;
  }

  /** Whether a list shows an asset, with what a client wrote on it. */
  public static boolean showsMetadata(UpstreamResponse answer) {
    for (JsonNode asset : answer.body().path("results")) {
      if (asset.path("metadata").isObject() && !asset.path("metadata").isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a list at all; else whatever it is tells nothing of any task. */
  public static boolean isList(UpstreamResponse answer) {
    return answer.isSuccess() && answer.body().path("results").isArray();
  }

  /**
   * Whether the upstream itself says that it has no such list. That it has none for good, {@link
   * AssetListAvailability} tells.
   */
  public static boolean isMissing(UpstreamResponse answer) {
    int status = answer.status();
    return (status == 404 || status == 405 || status == 410 || status == 501)
        && answer.isOwnError();
  }

  /** Whether it is this question that the list does not take, for one of its collections, say. */
  public static boolean isRefused(UpstreamResponse answer) {
    return (answer.status() == 400 || answer.status() == 422) && answer.isOwnError();
  }

  private static MultivaluedMap<String, String> wholePage() {
    MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
    parameters.putSingle("page", "1");
    parameters.putSingle("page_size", Integer.toString(LARGEST_PAGE));
    return parameters;
  }

  private byte[] bytes(ObjectNode request) {
    try {
      return json.writeValueAsBytes(request);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
