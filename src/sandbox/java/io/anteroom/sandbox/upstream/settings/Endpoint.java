package io.anteroom.sandbox.upstream.settings;

import com.fasterxml.jackson.annotation.JsonValue;

/** A call of the API: the name that faults and counters know it by, and the class that it costs. */
public enum Endpoint {
  INDEX_URL("index.url", EndpointClass.INDEX_URL),
  INDEX_TEXT("index.text", EndpointClass.INDEX_TEXT),
  INDEX_UPLOAD("index.upload", EndpointClass.INDEX_UPLOAD),
  TASKS_GET("tasks.get", EndpointClass.DEFAULT),
  TASKS_DELETE("tasks.delete", EndpointClass.DEFAULT),
  ASSETS_LIST("assets.list", EndpointClass.DEFAULT),
  ASSETS_GET("assets.get", EndpointClass.DEFAULT),
  ASSETS_DELETE("assets.delete", EndpointClass.DEFAULT),
  ASSETS_FEATURES("assets.features", EndpointClass.DEFAULT),
  SEARCH_TEXT("search.text", EndpointClass.SEARCH_TEXT),
  SEARCH_URL("search.url", EndpointClass.SEARCH_URL),
  SEARCH_UPLOAD("search.upload", EndpointClass.SEARCH_UPLOAD);

  /**
   * In settings by endpoint, the name that stands for every endpoint without an entry of its own.
   */
  public static final String ANY = "*";

  private final String wireName;
  private final EndpointClass endpointClass;

  Endpoint(String wireName, EndpointClass endpointClass) {
    this.wireName = wireName;
    this.endpointClass = endpointClass;
  }

  /** The name in settings and counters, such as {@code index.text}. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** The row of the rate-limit table that a call of this endpoint is counted in. */
  public EndpointClass endpointClass() {
    return endpointClass;
  }

  static boolean isName(String name) {
    if (name.equals(ANY)) {
      return true;
    }
    for (Endpoint endpoint : values()) {
      if (endpoint.wireName.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
