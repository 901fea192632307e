package io.anteroom.deployment;

import java.util.List;

/** {@code .dockerignore} as far as ours goes: paths, {@code *}, and {@code !}. */
record DockerIgnore(List<String> patterns) {

  static DockerIgnore read() {
    return new DockerIgnore(
        Checkout.lines(".dockerignore").stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
            .toList());
  }

  /** The last pattern that fits decides. A path is kept out with the folder that it lies in. */
  boolean keepsOut(String path) {
    boolean out = false;
    for (String pattern : patterns) {
      boolean kept = pattern.startsWith("!");
      String name = kept ? pattern.substring(1) : pattern;
      if (name.equals("*") || path.equals(name) || path.startsWith(name + "/")) {
        out = !kept;
      }
    }
    return out;
  }
}
