package io.anteroom.api.path;

import java.util.List;

/**
 * A call of the API. Immutable.
 *
 * @param segments those of its path; a parameter is in braces
 * @param reads the media types of its body; empty where it reads none
 * @param parameters those of the query
 * @param other what else the call takes than it names
 */
public record ApiCall(
    String method,
    List<String> segments,
    List<String> reads,
    List<String> parameters,
    Other other) {

  /** What a call takes beside what it names. */
  public enum Other {
    /** Nothing. */
    NONE,
    /** Any parameter: the upstream gets them all. */
    PARAMETERS,
    /** Any media type: the body is read as what it should be. */
    MEDIA_TYPES
  }

  static ApiCall get(String path) {
    return of("GET", path);
  }

  static ApiCall post(String path) {
    return of("POST", path);
  }

  static ApiCall delete(String path) {
    return of("DELETE", path);
  }

  private static ApiCall of(String method, String path) {
    return new ApiCall(method, segments(path), List.of(), List.of(), Other.NONE);
  }

  /** Those of a path; a slash at its end makes no difference. */
  static List<String> segments(String path) {
    return List.of((path.startsWith("/") ? path.substring(1) : path).split("/"));
  }

  ApiCall reading(String... types) {
    return new ApiCall(method, segments, List.of(types), parameters, other);
  }

  ApiCall with(String... names) {
    return new ApiCall(method, segments, reads, List.of(names), other);
  }

  ApiCall taking(Other more) {
    return new ApiCall(method, segments, reads, parameters, more);
  }

  public boolean takesAnyParameter() {
    return other == Other.PARAMETERS;
  }

  public boolean readsAnyType() {
    return other == Other.MEDIA_TYPES;
  }

  /** Its path, with its parameters in braces. */
  public String path() {
    return "/" + String.join("/", segments);
  }

  /** Whether these segments of a request's path are of this call. */
  boolean isAt(List<String> requested) {
    if (requested.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (!segment.startsWith("{") && !segment.equals(requested.get(i))) {
        return false;
      }
    }
    return true;
  }
}
