package io.anteroom.api.batch;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Items of a batch as JSON, which are indexed into this collection. */
record BatchItems(String collection) {

  /** The body of a batch with these items. */
  static String items(String... items) {
    return Stream.of(items).collect(Collectors.joining(",", "{\"items\": [", "]}"));
  }

  /** A page of this name, which is not there. */
  String url(String name) {
    return "{\"url\": \"https://example.com/%s\", \"collection_id\": \"%s\"}"
        .formatted(name, collection);
  }

  String text(String text) {
    return "{\"text\": \"%s\", \"collection_id\": \"%s\"}".formatted(text, collection);
  }
}
