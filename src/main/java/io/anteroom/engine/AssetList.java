package io.anteroom.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.upstream.RequestBody;
import io.anteroom.upstream.UpstreamAnswer;
import io.anteroom.upstream.UpstreamCall;
import io.anteroom.upstream.UpstreamTask;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Collection;

/** One page of {@code POST /assets}, filtered by our markers. Thread-safe. */
@Singleton
public class AssetList {

  static final int LARGEST_PAGE = 100;

  private final ObjectMapper json;

  /** Only stores its parts. */
  public AssetList(ObjectMapper json) {
    this.json = json;
  }

  /** The call that shows the assets with these markers in these collections. */
  UpstreamCall call(Collection<String> collections, Collection<String> markers) {
    ObjectNode request = json.createObjectNode();
    ArrayNode names = request.putArray("collections");
    collections.stream().distinct().forEach(names::add);
    ObjectNode filter = request.putObject("filters").putArray("AND").addObject();
    filter.put("key", "metadata." + UpstreamTask.MARKER).put("operator", "in");
    ArrayNode values = filter.putArray("value");
    markers.forEach(values::add);
    RequestBody body = RequestBody.json(bytes(request));
    return new UpstreamCall.WithBody(
        body, (api, b, stream) -> api.assets(wholePage(), b.contentType(), b.length(), stream));
  }

  /**
   * Whether a successful answer is a list, and shows all that match: only then does what it does
   * not show count as absent.
   */
  static boolean isWhole(UpstreamAnswer answer) {
    long total = answer.body().path("pagination").path("total").asLong(0);
    return isList(answer) && total <= answer.body().path("results").size();
  }

  /** Whether the answer is a list; a document that is none shows nothing, and says nothing. */
  static boolean isList(UpstreamAnswer answer) {
    return answer.isSuccess() && answer.body().path("results").isArray();
  }

  /** Whether the answer says that this upstream has no such list. */
  static boolean isMissing(UpstreamAnswer answer) {
    int status = answer.status();
    return status == 404 || status == 405 || status == 501;
  }

  /** Whether it is this question that the list does not take, for one of its collections, say. */
  static boolean isRefused(UpstreamAnswer answer) {
    return answer.status() == 400 || answer.status() == 422;
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
