package io.anteroom.passthrough;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.async.json.JsonReader;
import io.anteroom.async.json.JsonWriter;
import io.anteroom.async.json.UnreadableJsonException;
import io.anteroom.passthrough.SearchCache.Kept;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A search that may be answered from the cache. The cache keeps the upstream's response; {@link
 * ResponseTranslator} puts it into the client's terms each time. Thread-safe.
 */
@Singleton
public class CachedSearch {

  private static final Logger LOG = Logger.getLogger(CachedSearch.class);
  private static final JsonReader JSON = JsonReader.ofUpstream();

  /** The request does not take what is kept (RFC 9211, 2.2). */
  private static final String REFUSED = "fwd=request";

  private final SearchCache cache;

  CachedSearch(SearchCache cache) {
    this.cache = cache;
  }

  /**
   * A response and where it came from.
   *
   * @param response as the upstream gave it
   * @param status the value of {@code Cache-Status} (RFC 9211); empty where nothing is kept
   */
  public record Found(PassedResponse response, Optional<String> status) {}

  /**
   * Takes the response from the cache, else from the upstream.
   *
   * @param key the same for the same search only
   * @param headers of the request, of which {@code Cache-Control} is obeyed
   * @param search asks the upstream, and spends a permit
   */
  public Uni<Found> of(
      Supplier<String> key, HttpHeaders headers, Supplier<Uni<PassedResponse>> search) {
    if (!cache.isEnabled()) {
      return search.get().map(response -> new Found(response, Optional.empty()));
    }
    RequestCacheControl control =
        RequestCacheControl.parse(headers.getRequestHeader(HttpHeaders.CACHE_CONTROL));
    if (control.noStore()) {
      return search.get().map(response -> asked(response, REFUSED, false));
    }
    return control.wantsFresh()
        ? ask(key.get(), REFUSED, search)
        : findOrAsk(key.get(), control, search);
  }

  private Uni<Found> findOrAsk(
      String key, RequestCacheControl control, Supplier<Uni<PassedResponse>> search) {
    return cache
        .find(key)
        .chain(
            kept ->
                kept.filter(k -> control.admits(k.age()))
                    .flatMap(this::hit)
                    .map(hit -> Uni.createFrom().item(hit))
                    .orElseGet(() -> ask(key, kept.isPresent() ? REFUSED : "fwd=miss", search)));
  }

  private Uni<Found> ask(String key, String why, Supplier<Uni<PassedResponse>> search) {
    return search
        .get()
        .chain(
            response ->
                isWorthKeeping(response)
                    ? keep(key, response).map(kept -> asked(response, why, kept))
                    : Uni.createFrom().item(asked(response, why, false)));
  }

  /** A document that is no list may come from an intermediary: it is handed on and not kept. */
  private static boolean isWorthKeeping(PassedResponse response) {
    return response.isSuccess() && response.body().path("results").isArray();
  }

  private Uni<Boolean> keep(String key, PassedResponse response) {
    return cache.keep(key, JsonWriter.bytes(response.body()));
  }

  private static Found asked(PassedResponse response, String why, boolean kept) {
    return new Found(response, Optional.of("anteroom; " + why + (kept ? "; stored" : "")));
  }

  private Optional<Found> hit(Kept kept) {
    try {
      JsonNode body = JSON.read(kept.body());
      String status = "anteroom; hit; ttl=" + Math.max(1, kept.left().toSeconds());
      return Optional.of(new Found(PassedResponse.ok(body), Optional.of(status)));
    } catch (UnreadableJsonException e) {
      LOG.warnf("a response in the search cache cannot be read: %s", e.getMessage());
      return Optional.empty();
    }
  }
}
