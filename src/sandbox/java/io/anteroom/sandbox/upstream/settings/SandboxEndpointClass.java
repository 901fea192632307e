package io.anteroom.sandbox.upstream.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A row of the rate-limit table; each class is counted by itself (source: seed, "Rate Limit"). */
public enum SandboxEndpointClass {
  @JsonProperty("default")
  DEFAULT,
  @JsonProperty("search.text")
  SEARCH_TEXT,
  @JsonProperty("search.url")
  SEARCH_URL,
  @JsonProperty("search.upload")
  SEARCH_UPLOAD,
  @JsonProperty("index.text")
  INDEX_TEXT,
  @JsonProperty("index.url")
  INDEX_URL,
  @JsonProperty("index.upload")
  INDEX_UPLOAD
}
