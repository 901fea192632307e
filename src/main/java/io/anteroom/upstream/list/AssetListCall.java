package io.anteroom.upstream.list;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.async.json.JsonWriter;
import io.anteroom.upstream.http.RequestBody;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.json.UpstreamTask;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Collection;
import java.util.stream.StreamSupport;

/** One page of {@code POST /assets}, filtered by our markers. Thread-safe. */
@Singleton
public class AssetListCall {

  public static final int MAX_PAGE_SIZE = 100;

  /** The call that lists the assets with these markers in these collections. */
  public UpstreamCall call(Collection<String> collections, Collection<String> markers) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    ArrayNode names = request.putArray("collections");
    collections.stream().distinct().forEach(names::add);
    ObjectNode filter = request.putObject("filters").putArray("AND").addObject();
    filter.put("key", "metadata." + UpstreamTask.MARKER).put("operator", "in");
    ArrayNode values = filter.putArray("value");
    markers.forEach(values::add);
    return page(request);
  }

  private static UpstreamCall page(ObjectNode request) {
    RequestBody body = RequestBody.json(JsonWriter.bytes(request));
    return new UpstreamCall.Followed(
        new UpstreamCall.WithBody(
            body,
            (api, b, stream) ->
                api.assets(wholePage(), b.contentType(), b.length(), null, null, stream)));
  }

  /** The call that lists the newest assets of a collection, with or without our markers. */
  public UpstreamCall call(String collection) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.putArray("collections").add(collection);
    return page(request);
  }

  /**
   * Whether a successful response is a list that shows all assets that match. Only then an asset
   * that it does not show is absent. A list that tells neither their number nor that there is no
   * further page may be partial. What is no asset, or an asset that could not be read, may be any.
   */
  public static boolean isWhole(UpstreamResponse response) {
    JsonNode results = response.body().path("results");
    JsonNode pagination = response.body().path("pagination");
    JsonNode next = pagination.path("next_page");
    JsonNode total = pagination.path("total");
    boolean counts = total.asLong(-1) >= 0;
    boolean isLast = next.isNull() || next.isMissingNode() && counts;
    return results.isArray()
        && StreamSupport.stream(results.spliterator(), false).allMatch(JsonNode::isObject)
        && isLast
        && (counts ? total.asLong() <= results.size() : total.isNull() || total.isMissingNode())
        && pagination.path("total_pages").asLong(0) <= 1;
  }

  /** Whether a list shows an asset with metadata of a client. */
  public static boolean showsMetadata(UpstreamResponse response) {
    for (JsonNode asset : response.body().path("results")) {
      if (asset.path("metadata").isObject() && !asset.path("metadata").isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a response is a list at all; any other response tells nothing about tasks. */
  public static boolean isList(UpstreamResponse response) {
    return response.isSuccess() && response.body().path("results").isArray();
  }

  /**
   * Whether the upstream itself says that it has no such list. Whether that is for good, {@link
   * AssetListAvailability} decides.
   */
  public static boolean isMissing(UpstreamResponse response) {
    int status = response.status();
    return isNotFound(response) || (status == 405 || status == 501) && response.isOwnError();
  }

  /**
   * Whether the upstream itself says that it does not find something: the list, or a collection of
   * the call. Which of them it is, {@link MissingCollections} tells.
   */
  static boolean isNotFound(UpstreamResponse response) {
    return (response.status() == 404 || response.status() == 410) && response.isOwnError();
  }

  /** Whether the upstream rejects this call, for example because of one of its collections. */
  public static boolean isRefused(UpstreamResponse response) {
    return (response.status() == 400 || response.status() == 422) && response.isOwnError();
  }

  /**
   * Whether the upstream rejects this call, or may, because of one of its collections: a 404 to a
   * call for several may be about one of them.
   */
  public static boolean isRejected(UpstreamResponse response, Collection<String> collections) {
    return isRefused(response)
        || isNotFound(response) && collections.stream().distinct().limit(2).count() > 1;
  }

  private static MultivaluedMap<String, String> wholePage() {
    MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
    parameters.putSingle("page", "1");
    parameters.putSingle("page_size", Integer.toString(MAX_PAGE_SIZE));
    return parameters;
  }
}
