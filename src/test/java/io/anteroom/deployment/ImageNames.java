package io.anteroom.deployment;

import java.util.regex.Pattern;

final class ImageNames {

  /** A tag that names one version, not a moving one. */
  private static final Pattern PINNED = Pattern.compile("[a-z0-9./_-]+:[A-Za-z0-9._-]*[0-9][^:]*");

  private ImageNames() {}

  static boolean pinned(String image) {
    return PINNED.matcher(image).matches() && !image.contains(":latest");
  }
}
