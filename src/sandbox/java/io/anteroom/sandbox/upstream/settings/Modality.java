package io.anteroom.sandbox.upstream.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What kind of thing an asset is; PDF, HTML, JSON and the like are text. */
public enum Modality {
  @JsonProperty("text")
  TEXT,
  @JsonProperty("image")
  IMAGE,
  @JsonProperty("video")
  VIDEO
}
