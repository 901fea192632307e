package io.anteroom.passthrough;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.async.json.JsonReader;
import io.anteroom.async.json.JsonWriter;
import io.anteroom.async.json.UnreadableJsonException;
import io.anteroom.passthrough.SearchCache.Kept;
import io.anteroom.upstream.json.UpstreamResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A search that may be answered from the cache. What is kept is what the upstream said; it is put
 * into the client's terms each time. Thread-safe.
 */
@Singleton
public class CachedSearch {

  private static final Logger LOG = Logger.getLogger(CachedSearch.class);
  private static final JsonReader JSON = JsonReader.ofUpstream();

  private final SearchCache cache;

  CachedSearch(SearchCache cache) {
    this.cache = cache;
  }

  /**
   * An answer and where it came from.
   *
   * @param answer as the upstream gave it
   * @param status the value of {@code Cache-Status} (RFC 9211); empty where nothing is kept
   */
  public record Found(UpstreamResponse answer, Optional<String> status) {}

  /**
   * Answers from the cache, else asks.
   *
   * @param key the same for the same search only
   * @param headers of the request: {@code Cache-Control: no-cache} wants the upstream's own answer
   * @param search asks the upstream, and spends a permit
   */
  public Uni<Found> of(
      Supplier<String> key, HttpHeaders headers, Supplier<Uni<UpstreamResponse>> search) {
    if (!cache.isEnabled()) {
      return search.get().map(answer -> new Found(answer, Optional.empty()));
    }
    return wantsFresh(headers)
        ? ask(key.get(), "fwd=request", search)
        : findOrAsk(key.get(), search);
  }

  private Uni<Found> findOrAsk(String key, Supplier<Uni<UpstreamResponse>> search) {
    return cache
        .find(key)
        .chain(
            kept ->
                kept.flatMap(this::hit)
                    .map(hit -> Uni.createFrom().item(hit))
                    .orElseGet(() -> ask(key, "fwd=miss", search)));
  }

  private Uni<Found> ask(String key, String why, Supplier<Uni<UpstreamResponse>> search) {
    return search
        .get()
        .chain(
            answer ->
                isWorthKeeping(answer)
                    ? keep(key, answer).map(kept -> asked(answer, why, kept))
                    : Uni.createFrom().item(asked(answer, why, false)));
  }

  /** A document that is no list may be a word of something in between: it goes on, once. */
  private static boolean isWorthKeeping(UpstreamResponse answer) {
    return answer.isSuccess() && answer.body().path("results").isArray();
  }

  private Uni<Boolean> keep(String key, UpstreamResponse answer) {
    return cache.keep(key, JsonWriter.bytes(answer.body()));
  }

  private static Found asked(UpstreamResponse answer, String why, boolean kept) {
    return new Found(answer, Optional.of("anteroom; " + why + (kept ? "; stored" : "")));
  }

  private Optional<Found> hit(Kept kept) {
    try {
      JsonNode body = JSON.read(kept.body());
      String status = "anteroom; hit; ttl=" + Math.max(1, kept.left().toSeconds());
      return Optional.of(
          new Found(new UpstreamResponse(200, Optional.empty(), body), Optional.of(status)));
    } catch (UnreadableJsonException e) {
      LOG.warnf("an answer in the cache of searches cannot be read: %s", e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean wantsFresh(HttpHeaders headers) {
    String control = headers.getHeaderString(HttpHeaders.CACHE_CONTROL);
    return control != null && control.toLowerCase(Locale.ROOT).contains("no-cache");
  }
}
