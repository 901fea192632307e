package io.anteroom.client.request;

import io.anteroom.client.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A search by words, by what is at a URL, or by a file. Each method returns a changed copy.
 * Immutable and thread-safe.
 *
 * @param kind {@code text}, {@code url} or {@code upload}
 * @param fields the fields, without the file
 * @param file the file, if the search is by one
 * @param page which page, from 1
 * @param pageSize how many hits a page has, from 1 to 100
 * @param maxWait how long the search may wait for its turn within the quota, up to 60 s
 */
public record SearchRequest(
    String kind,
    JsonObject fields,
    Optional<FileSource> file,
    int page,
    int pageSize,
    Duration maxWait) {

  private static final Duration USUAL_WAIT = Duration.ofSeconds(10);

  /** Searches by words. */
  public static SearchRequest text(String query) {
    return of("text", JsonObject.empty().with("query", Objects.requireNonNull(query)), null);
  }

  /** Searches by what is at a URL. */
  public static SearchRequest url(String url) {
    return of("url", JsonObject.empty().with("url", Objects.requireNonNull(url)), null);
  }

  /** Searches by what is in a file of at most 50 MB. It is streamed. */
  public static SearchRequest file(Path file) {
    return file(FileSource.of(file));
  }

  /** Searches by what is in a file that need not be on disk. */
  public static SearchRequest file(FileSource file) {
    return of("upload", JsonObject.empty(), Objects.requireNonNull(file));
  }

  private static SearchRequest of(String kind, JsonObject fields, FileSource file) {
    return new SearchRequest(kind, fields, Optional.ofNullable(file), 1, 10, USUAL_WAIT);
  }

  /**
   * Which assets count.
   *
   * @param filters the upstream's: {@code AND}, {@code OR}, {@code NOR} over lists of {@code key},
   *     {@code operator} and {@code value}
   */
  public SearchRequest filters(Map<String, ?> filters) {
    return field("filters", filters);
  }

  /**
   * Any other field. What Anteroom does not know goes to the upstream as it is.
   *
   * @param value as in {@link JsonObject#fields()}
   */
  public SearchRequest field(String name, Object value) {
    return new SearchRequest(kind, fields.with(name, value), file, page, pageSize, maxWait);
  }

  /** Another page; {@code page} counts from 1, {@code pageSize} is 1 to 100. */
  public SearchRequest page(int number, int size) {
    return new SearchRequest(kind, fields, file, number, size, maxWait);
  }

  /**
   * How long the search may wait for its turn.
   *
   * @param wait whole seconds, up to 60; 10 s if not given
   */
  public SearchRequest maxWait(Duration wait) {
    return new SearchRequest(kind, fields, file, page, pageSize, wait);
  }
}
