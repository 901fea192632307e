package io.anteroom.api.filter;

import jakarta.ws.rs.HttpMethod;

/** Which calls are for operators. Stateless. */
final class OperatorCalls {

  private OperatorCalls() {}

  /** Whether only operators may make calls with this path. */
  static boolean areOnlyFor(String path) {
    return isBelow("/accounts", path)
        || isBelow("/clients", path)
        || isBelow("/replicas", path)
        || isBelow("/history", path)
        || isBelow("/bulk-actions", path)
        || isBelow("/audit", path);
  }

  /** Whether operators may make calls with this path that change something. */
  static boolean mayBeActs(String path) {
    return areOnlyFor(path) || isBelow("/tasks", path) || isBelow("/batches", path);
  }

  /** Whether operators may make calls with this path that change nothing. */
  static boolean mayBeReads(String path) {
    return areOnlyFor(path)
        || isBelow("/tasks", path)
        || isBelow("/batches", path)
        || isBelow("/events", path);
  }

  /** Whether calls with this method change nothing. */
  static boolean areReads(String method) {
    return method.equals(HttpMethod.GET)
        || method.equals(HttpMethod.HEAD)
        || method.equals(HttpMethod.OPTIONS);
  }

  /** Tight: what differs in the least is not for operators. */
  private static boolean isBelow(String root, String path) {
    return path.startsWith(root)
        && (path.length() == root.length() || path.charAt(root.length()) == '/');
  }
}
