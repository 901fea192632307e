package io.anteroom.quota;

import java.util.Arrays;

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

  static EndpointClass labelled(String label) {
    return Arrays.stream(values()).filter(c -> c.label.equals(label)).findFirst().orElseThrow();
  }
}
