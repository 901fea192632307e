package io.anteroom.deployment;

import java.util.List;

/** {@code .dockerignore} as far as ours goes: names at the root, {@code *}, and {@code !}. */
record DockerIgnore(List<String> patterns) {

  static DockerIgnore read() {
    return new DockerIgnore(
        Checkout.lines(".dockerignore").stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
            .toList());
  }

  /** The last pattern that fits decides. */
  boolean keepsOut(String path) {
    String first = path.split("/")[0];
    boolean out = false;
    for (String pattern : patterns) {
      boolean kept = pattern.startsWith("!");
      String name = kept ? pattern.substring(1) : pattern;
      if (name.equals("*") || name.equals(first)) {
        out = !kept;
      }
    }
    return out;
  }
}
