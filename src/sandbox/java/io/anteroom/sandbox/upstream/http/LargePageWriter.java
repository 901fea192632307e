package io.anteroom.sandbox.upstream.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;

/**
 * Writes a page of a list result by result, each when the one before has left: a page of assets
 * with much metadata would fill the memory. Not thread-safe: belongs to the event loop.
 */
final class LargePageWriter {

  /** Characters of metadata that make a page large. */
  private static final long LARGE = 1_000_000;

  private static final Buffer START = Buffer.buffer("{\"results\":[");
  private static final Buffer BETWEEN = Buffer.buffer(",");

  private final HttpServerResponse response;
  private final Iterator<?> results;
  private final Buffer end;

  private LargePageWriter(HttpServerResponse response, ListResponse<?> page) {
    this.response = response;
    this.results = page.results().iterator();
    this.end =
        Buffer.buffer("],\"pagination\":")
            .appendBuffer(ApiJson.write(page.pagination()))
            .appendString("}");
  }

  static boolean isLarge(ListResponse<?> page) {
    return page.results().stream()
            .filter(AssetDocument.class::isInstance)
            .mapToLong(result -> ((AssetDocument) result).metadata().length())
            .sum()
        > LARGE;
  }

  /** Writes the page and ends the response. It stops when the caller hangs up. */
  static void write(HttpServerResponse response, ListResponse<?> page) {
    LargePageWriter writer = new LargePageWriter(response, page);
    response.putHeader("Content-Length", String.valueOf(writer.length(page)));
    response.write(START);
    writer.writeNext();
  }

  private long length(ListResponse<?> page) {
    long between = (long) BETWEEN.length() * (page.results().size() - 1);
    long results = page.results().stream().mapToLong(ApiJson::length).sum();
    return START.length() + results + between + end.length();
  }

  private void writeNext() {
    Buffer result = ApiJson.write(results.next());
    if (results.hasNext()) {
      response.write(result);
      response.write(BETWEEN).onSuccess(sent -> writeNext());
    } else {
      response.write(result);
      response.end(end);
    }
  }
}
