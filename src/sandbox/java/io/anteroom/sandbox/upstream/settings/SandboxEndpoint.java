package io.anteroom.sandbox.upstream.settings;

import com.fasterxml.jackson.annotation.JsonValue;

/** A call of the API: the name that faults and counters know it by, and the class that it costs. */
public enum SandboxEndpoint {
  INDEX_URL("index.url", SandboxEndpointClass.INDEX_URL),
  INDEX_TEXT("index.text", SandboxEndpointClass.INDEX_TEXT),
  INDEX_UPLOAD("index.upload", SandboxEndpointClass.INDEX_UPLOAD),
  TASKS_GET("tasks.get", SandboxEndpointClass.DEFAULT),
  TASKS_DELETE("tasks.delete", SandboxEndpointClass.DEFAULT),
  ASSETS_LIST("assets.list", SandboxEndpointClass.DEFAULT),
  ASSETS_GET("assets.get", SandboxEndpointClass.DEFAULT),
  ASSETS_DELETE("assets.delete", SandboxEndpointClass.DEFAULT),
  ASSETS_FEATURES("assets.features", SandboxEndpointClass.DEFAULT),
  SEARCH_TEXT("search.text", SandboxEndpointClass.SEARCH_TEXT),
  SEARCH_URL("search.url", SandboxEndpointClass.SEARCH_URL),
  SEARCH_UPLOAD("search.upload", SandboxEndpointClass.SEARCH_UPLOAD);

  /**
   * In settings by endpoint, the name that stands for every endpoint without an entry of its own.
   */
  public static final String ANY = "*";

  private final String wireName;
  private final SandboxEndpointClass sandboxEndpointClass;

  SandboxEndpoint(String wireName, SandboxEndpointClass sandboxEndpointClass) {
    this.wireName = wireName;
    this.sandboxEndpointClass = sandboxEndpointClass;
  }

  /** The name in settings and counters, such as {@code index.text}. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** The row of the rate-limit table that a call of this endpoint is counted in. */
  public SandboxEndpointClass endpointClass() {
    return sandboxEndpointClass;
  }

  static boolean isName(String name) {
    if (name.equals(ANY)) {
      return true;
    }
    for (SandboxEndpoint sandboxEndpoint : values()) {
      if (sandboxEndpoint.wireName.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
