package io.anteroom.quota;

import java.util.Arrays;
import java.util.Optional;

/** A row of the upstream's rate-limit table (seed: Rate Limit). */
public enum EndpointClass {
  DEFAULT("default"),
  SEARCH_TEXT("search.text"),
  SEARCH_URL("search.url"),
  SEARCH_UPLOAD("search.upload"),
  INDEX_TEXT("index.text"),
  INDEX_URL("index.url"),
  INDEX_UPLOAD("index.upload");

  private final String label;

  EndpointClass(String label) {
    this.label = label;
  }

  /** The name as the seed writes it, and as configuration, ledger and answers do. */
  public String label() {
    return label;
  }

  /** The class with this label; empty where there is none. */
  public static Optional<EndpointClass> find(String label) {
    return Arrays.stream(values()).filter(c -> c.label.equals(label)).findFirst();
  }

  static EndpointClass labelled(String label) {
    return find(label).orElseThrow();
  }
}
